#include "measure/handovers/handovers.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/handovers/kernel.h"
#include "sequence/answers.h"

namespace throughline::measure {
namespace {

using model::Question;
using sequence::Code;
using sequence::Frame;
using sequence::Trait;

constexpr std::string_view kArrow = " > ", kLost = "lost:";

struct Outcome {
  enum class Kind { Any, Passage, Lost } kind = Kind::Any;
  Code from = 0, to = 0;
  bool includes(const StayEnd& end) const {
    if (kind == Kind::Lost) return end.how == StayEnd::How::Lost && end.from == from;
    return end.how == StayEnd::How::HandedOver && (kind == Kind::Any || (end.from == from && end.to == to));
  }
};

Result<Outcome> parse_outcome(std::string_view text, const Trait& between) {
  if (text.empty()) return Outcome{};
  const auto station = [&](std::string_view name) { return between.values().find(name); };
  if (text.starts_with(kLost)) {
    if (const auto from = station(text.substr(kLost.size()))) return Outcome{Outcome::Kind::Lost, *from};
  }
  for (std::size_t at = text.find(kArrow); at != std::string_view::npos; at = text.find(kArrow, at + 1)) {
    const auto from = station(text.substr(0, at)), to = station(text.substr(at + kArrow.size()));
    if (from && to) return Outcome{Outcome::Kind::Passage, *from, *to};
  }
  return fail("handovers.unknown-outcome", fmt::format("nothing was handed over as \"{}\"", text),
              "write FROM > TO, lost:FROM, or leave it empty");
}

using Passages = std::vector<std::pair<std::pair<Code, Code>, const Handed*>>;

Passages most_frequent(const HandoverCounts& counts) {
  Passages order;
  for (const auto& [stations, passage] : counts.handed) order.emplace_back(stations, &passage);
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.second->count > b.second->count; });
  return order;
}

std::string delay_label(std::size_t index) {
  static constexpr std::array<std::string_view, kDelays.size() + 1> kLabels{
      "under 1 min", "1 to 10 min", "10 min to 1 h", "1 to 4 h", "4 h to 1 day", "1 to 7 days", "7 days and more"};
  return std::string(kLabels[index]);
}

// What stands beside the rows.
struct Tables {
  model::Rows losses, delays;
};

model::Row passage_row(const model::Row& heading, const std::string& from, const std::string& to) {
  model::Row row = heading;
  row.emplace_back("from", from);
  row.emplace_back("to", to);
  return row;
}

void list_passage(model::Answer& answer, Tables& tables, const Question& question, const model::Row& heading,
                  const Trait& between, std::pair<Code, Code> stations, const Handed& passage, const Left& left) {
  const auto& asked = std::get<Question::Handovers>(question.ask);
  const std::string from(between.text(stations.first)), to(between.text(stations.second));
  model::Row row = passage_row(heading, from, to);
  row.emplace_back("handovers", passage.count);
  row.emplace_back(std::string(sequence::plural(question.counting)), passage.subjects.count());
  row.emplace_back("share", sequence::share(passage.count, left.handed_over + left.lost));
  row.emplace_back("median_seconds", sequence::median_seconds(passage.delays));
  row.emplace_back("mean_seconds", sequence::mean_seconds(passage.delays));
  if (!asked.asks.empty()) {
    row.emplace_back("asked_again", passage.asked_again);
    row.emplace_back("asked_again_share", sequence::share(passage.asked_again, passage.count));
  }
  answer.rows.push_back(std::move(row));
  for (std::size_t i = 0; i < passage.by_delay.size(); ++i) {
    model::Row delay = passage_row(heading, from, to);
    delay.emplace_back("delay", delay_label(i));
    delay.emplace_back("handovers", passage.by_delay[i]);
    delay.emplace_back("share", sequence::share(passage.by_delay[i], passage.count));
    tables.delays.push_back(std::move(delay));
  }
}

void list_rest(model::Answer& answer, const Question& question, const model::Row& heading, const Passages& rest) {
  std::int64_t handed = 0, asked_again = 0;
  for (const auto& [stations, passage] : rest) {
    handed += passage->count;
    asked_again += passage->asked_again;
  }
  if (handed == 0) return;
  model::Row row = passage_row(heading, "other", "other");
  row.emplace_back("handovers", handed);
  if (!std::get<Question::Handovers>(question.ask).asks.empty()) {
    row.emplace_back("asked_again", asked_again);
    row.emplace_back("asked_again_share", sequence::share(asked_again, handed));
  }
  answer.rows.push_back(std::move(row));
}

void list_losses(model::Rows& rows, const Question& question, const model::Row& heading, const Trait& between,
                 const HandoverCounts& counts) {
  for (const auto& [station, left] : counts.left) {
    model::Row row = heading;
    row.emplace_back("from", std::string(between.text(station)));
    row.emplace_back("handed_over", left.handed_over);
    row.emplace_back("lost", left.lost);
    row.emplace_back(std::string(sequence::plural(question.counting)), left.lost_subjects.count());
    row.emplace_back("loss", sequence::share(left.lost, left.handed_over + left.lost));
    row.emplace_back("done", left.done);
    row.emplace_back("open", left.open);
    rows.push_back(std::move(row));
  }
}

void list_group(model::Answer& answer, Tables& tables, const Question& question, const model::Row& heading,
                const Trait& between, const HandoverCounts& counts) {
  const auto top = static_cast<std::size_t>(std::get<Question::Handovers>(question.ask).top);
  Passages order = most_frequent(counts);
  const std::size_t listed = std::min(order.size(), top);
  for (std::size_t i = 0; i < listed; ++i) {
    const auto& [stations, passage] = order[i];
    list_passage(answer, tables, question, heading, between, stations, *passage, counts.left.at(stations.first));
  }
  list_rest(answer, question, heading, {order.begin() + static_cast<std::ptrdiff_t>(listed), order.end()});
  list_losses(tables.losses, question, heading, between, counts);
}

void describe(model::Answer& answer, const Question& question, const HandoverCounts& all) {
  const auto& asked = std::get<Question::Handovers>(question.ask);
  const std::string subjects(sequence::plural(question.counting));
  std::int64_t handed = 0, lost = 0, open = 0;
  for (const auto& [station, left] : all.left) {
    handed += left.handed_over;
    lost += left.lost;
    open += left.open;
  }
  answer.counts = {{subjects, all.subjects.count()}, {"handovers", handed}, {"lost", lost}};
  answer.units = {{"handovers", "count"},        {subjects, "count"},         {"share", "share"},
                  {"median_seconds", "seconds"}, {"mean_seconds", "seconds"}, {"asked_again", "count"},
                  {"asked_again_share", "share"}};
  answer.methods = {std::string(sequence::kWilson), std::string(sequence::kBucketMedians)};
  answer.notes.push_back("a hand-over belongs where the last event before it belongs");
  answer.notes.push_back(fmt::format("lost: not heard of for more than {}{}", to_text(asked.within),
                                     asked.done.empty() ? "; no event says that all was done" : ""));
  if (open > 0) {
    answer.notes.push_back(fmt::format("{} stays may still be followed: the data end before {} are over",
                                       sequence::with_separators(open), to_text(asked.within)));
  }
  if (handed + lost == 0) sequence::no_data(answer, "nobody was handed over, and nobody lost, in this period");
}

}  // namespace

Result<model::Answer> handovers(const Question& question, const model::Catalogue& catalogue,
                                sequence::Snapshot& snapshot) {
  const auto& asked = std::get<Question::Handovers>(question.ask);
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(kernel, HandoverKernel::compile(asked, snapshot, frame));
  const std::string title =
      fmt::format("Hand-overs between values of {}, within {}", asked.between, to_text(asked.within));
  model::Answer answer = sequence::begin_answer("handovers", title, frame, snapshot);
  if (question.behind) {
    TRY(group, frame.group(question.behind->group));
    TRY(outcome, parse_outcome(question.behind->outcome, kernel.between()));
    const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit,
                                           [&](const StayEnd& end) { return outcome.includes(end); });
    sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
    return answer;
  }
  const auto [states, all] = sequence::fold_with_everybody(frame, kernel);
  Tables tables;
  for (const auto& [key, counts] : states)
    list_group(answer, tables, question, frame.columns_of(key), kernel.between(), counts);
  answer.more = {{"losses", std::move(tables.losses)}, {"delays", std::move(tables.delays)}};
  describe(answer, question, all);
  return answer;
}

}  // namespace throughline::measure
