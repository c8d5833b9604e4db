#include "sequence/gathering.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <numeric>
#include <unordered_map>

#include "base/parallel.h"
#include "base/patience.h"
#include "sequence/columns.h"

namespace throughline::sequence {
namespace {

// While a part becomes a segment: its rows, twice, and a column of them.
constexpr std::uint64_t kBytesPerRow = 3 * sizeof(LooseRow);
constexpr std::size_t kRowsBeforeSpilling = 2048;
constexpr std::size_t kSubjectsBetweenChecks = 64;

auto order_key(const LooseRow& row) {
  return std::tie(row.time, row.sequence, row.name, row.channel, row.touchpoint);
}

bool precedes(const LooseRow& a, const LooseRow& b) {
  return std::tuple_cat(order_key(a), std::tie(a.event)) < std::tuple_cat(order_key(b), std::tie(b.event));
}

// On threads of our own nobody catches an exception: they end early, and whoever started them tells.
bool nobody_waits() {
  return Patience::current() != nullptr && Patience::current()->is_over();
}

// By subject, nobody last, each in order. A subject counts from `first`. Ends early when nobody waits.
std::vector<LooseRow> in_order(std::vector<LooseRow> rows) {
  if (rows.empty()) return rows;
  std::uint32_t first = kNobody, last = 0;
  for (const LooseRow& row : rows) {
    if (row.subject == kNobody) continue;
    first = std::min(first, row.subject);
    last = std::max(last, row.subject);
  }
  const std::size_t slots = first == kNobody ? 1 : last - first + 2;
  const auto slot = [&](const LooseRow& row) { return row.subject == kNobody ? slots - 1 : row.subject - first; };
  std::vector<std::size_t> next(slots + 1, 0);
  for (const LooseRow& row : rows) ++next[slot(row) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<LooseRow> placed(rows.size());
  for (const LooseRow& row : rows) placed[next[slot(row)]++] = row;
  rows = {};
  std::size_t begin = 0;
  for (std::size_t i = 0; i < slots; begin = next[i], ++i) {
    if (i % kSubjectsBetweenChecks == 0 && nobody_waits()) break;
    const auto from = placed.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = placed.begin() + static_cast<std::ptrdiff_t>(next[i]);
    if (!std::is_sorted(from, to, precedes)) std::sort(from, to, precedes);
  }
  return placed;
}

}  // namespace

Gathering::Gathering(Settings settings, std::size_t subjects, std::uint64_t rows)
    : settings_(std::move(settings)),
      subjects_(subjects),
      rows_per_part_(std::max<std::uint64_t>(settings_.memory / kBytesPerRow / default_threads(), 1)),
      parts_of_subjects_(settings_.folder.empty() ? 1
                                                  : std::min<std::uint64_t>(rows / rows_per_part_ + 1, subjects + 1)),
      parts_(parts_of_subjects_) {}

Gathering::~Gathering() {
  for (const Part& part : parts_) {
    if (part.file != nullptr) std::fclose(part.file);
  }
}

std::size_t Gathering::part_of(const LooseRow& row) {
  if (row.subject != kNobody) return std::uint64_t{row.subject} * parts_of_subjects_ / subjects_;
  const bool is_full =
      parts_.size() > parts_of_subjects_ && parts_.back().in_file + parts_.back().rows.size() >= rows_per_part_;
  if (parts_.size() == parts_of_subjects_ || (is_full && !settings_.folder.empty())) parts_.emplace_back();
  return parts_.size() - 1;
}

Status Gathering::add(const LooseRow& row) {
  Part& part = parts_[part_of(row)];
  part.rows.push_back(row);
  const bool waits_in_files = parts_.size() > 1 && !settings_.folder.empty();
  return waits_in_files && part.rows.size() >= kRowsBeforeSpilling ? spill(part) : Status();
}

Status Gathering::spill(Part& part) {
  const std::string path = fmt::format("{}/{}.waiting", settings_.folder, settings_.prefix);
  if (part.file == nullptr) {
    part.file = std::fopen(path.c_str(), "w+b");
    std::error_code ignored;
    std::filesystem::remove(path, ignored);  // so that nothing is left behind however this ends
  }
  if (part.file == nullptr ||
      std::fwrite(part.rows.data(), sizeof(LooseRow), part.rows.size(), part.file) != part.rows.size()) {
    return fail(Error{.code = "sequence.not-written",
                      .message = "the timelines cannot be kept on disk",
                      .place = {.name = settings_.folder},
                      .notes = {std::strerror(errno)},
                      .help = "make room on the disk; the data themselves are in the store and unharmed"});
  }
  part.in_file += part.rows.size();
  part.rows.clear();
  return {};
}

Result<std::vector<LooseRow>> Gathering::take(Part& part) {
  if (part.file == nullptr) return std::move(part.rows);
  CHECKED(spill(part));
  std::vector<LooseRow> rows(part.in_file);
  std::rewind(part.file);
  if (std::fread(rows.data(), sizeof(LooseRow), rows.size(), part.file) != rows.size())
    return fail("sequence.damaged", "what waited on disk cannot be read back", "see whether the disk is in order");
  std::fclose(part.file);
  part = {};
  return rows;
}

// The store numbers events as they came in, which must not decide anything. So where everything else is equal, what the
// rows do not hold decides; it is read for these events only. The rows of nobody are on no timeline.
Status Gathering::settle_ties(std::vector<LooseRow>& rows, Reading& reading) {
  const auto is_tied = [](const LooseRow& a, const LooseRow& b) {
    return a.subject == b.subject && a.subject != kNobody && order_key(a) == order_key(b);
  };
  std::vector<std::span<LooseRow>> ties;
  std::vector<std::uint64_t> numbers;
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    for (end = begin + 1; end < rows.size() && is_tied(rows[begin], rows[end]);) ++end;
    if (end - begin == 1) continue;
    ties.push_back(std::span(rows).subspan(begin, end - begin));
    for (const LooseRow& row : ties.back()) numbers.push_back(row.event);
  }
  if (ties.empty()) return {};
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::unordered_map<std::uint64_t, std::size_t> rank;
  {
    const std::lock_guard lock(reading_);
    const Patience::Scope to_the_end(nullptr);  // on a thread of our own
    TRY(by_content, reading.by_content(std::move(numbers)));
    for (const std::uint64_t number : by_content) rank.emplace(number, rank.size());
  }
  for (const auto tie : ties) std::ranges::sort(tie, {}, [&](const LooseRow& row) { return rank[row.event]; });
  return {};
}

Result<Gathering::Written> Gathering::write(std::span<const LooseRow> rows, std::size_t number,
                                            std::span<const std::uint64_t> keys, const SegmentTexts& texts) const {
  const SectionWriter sections = Segment::write(rows, keys, texts, settings_.keeps_persons);
  if (settings_.folder.empty()) {
    TRY(segment, Segment::open(SectionFile::of(sections.in_memory())));
    return Written{std::move(segment), ""};
  }
  const std::string name = fmt::format("{}-{}", settings_.prefix, number);
  CHECKED(sections.write(settings_.folder + "/" + name));
  TRY(file, SectionFile::map(settings_.folder + "/" + name));
  TRY(segment, Segment::open(std::move(file)));
  return Written{std::move(segment), name};
}

Result<std::vector<Gathering::Written>> Gathering::finish(std::span<const std::uint64_t> keys, const EventTexts& texts,
                                                          Reading& reading) {
  const std::vector<Code> renumbered = renumber(accounts_, std::less<>());
  SegmentTexts all{{texts.names.begin(), texts.names.end()},
                   {texts.channels.begin(), texts.channels.end()},
                   {texts.touchpoints.begin(), texts.touchpoints.end()},
                   {}};
  for (Code code = 0; code < accounts_.size(); ++code) all.accounts.push_back(accounts_.text(code));
  std::vector<Written> written(parts_.size());
  std::mutex failing;
  Status outcome;
  Patience* const patience = Patience::current();
  parallel_each(parts_.size(), default_threads(), [&](std::size_t number) {
    const Patience::Scope scope(patience);
    const auto work = [&]() -> Status {
      TRY(rows, take(parts_[number]));
      if (rows.empty()) return {};
      for (LooseRow& row : rows) row.account = renumbered[row.account];
      rows = in_order(std::move(rows));
      if (nobody_waits()) return {};
      CHECKED(settle_ties(rows, reading));
      TRY(one, write(rows, number, keys, all));
      written[number] = std::move(one);
      return {};
    };
    if (Status done = work(); !done) {
      const std::lock_guard lock(failing);
      outcome = std::move(done);
    }
  });
  Patience::check();
  CHECKED(std::move(outcome));
  std::erase_if(written, [](const Written& one) { return one.segment == nullptr; });
  return written;
}

}  // namespace throughline::sequence
