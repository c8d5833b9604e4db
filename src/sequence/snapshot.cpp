#include "sequence/snapshot.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <unordered_map>

namespace throughline::sequence {
namespace {

// Events as they are read, with what only sorting and accounts need beside them.
struct Arrivals {
  Columns columns;
  std::vector<std::int64_t> sequence;
  std::vector<Code> account;
};

void replace(std::vector<Code>& codes, const std::vector<Code>& renumbered) {
  for (Code& code : codes) code = renumbered[code];
}

void number_alphabetically(Dictionary& dictionary, std::vector<Code>& codes) {
  replace(codes, renumber(dictionary, std::less<>()));
}

}  // namespace

Code PropertyHistory::at(std::size_t subject, std::int64_t time) const {
  const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(offsets[subject]);
  const auto end = entries.begin() + static_cast<std::ptrdiff_t>(offsets[subject + 1]);
  const auto after =
      std::upper_bound(begin, end, time, [](std::int64_t t, const Entry& entry) { return t < entry.time; });
  return after == begin ? 0 : std::prev(after)->value;
}

Code PropertyHistory::latest(std::size_t subject) const {
  return offsets[subject] == offsets[subject + 1] ? 0 : entries[offsets[subject + 1] - 1].value;
}

Result<std::shared_ptr<Snapshot>> Snapshot::build(std::shared_ptr<Reading> reading) {
  std::shared_ptr<Snapshot> snapshot(new Snapshot);
  snapshot->reading_ = std::move(reading);
  TRY(people, snapshot->reading_->people());
  snapshot->people_ = std::move(people);
  CHECKED(snapshot->read_events());
  return snapshot;
}

Status Snapshot::read_events() {
  Arrivals arrivals;
  Columns& columns = arrivals.columns;
  std::vector<Placement> placements;
  CHECKED(reading_->events([&](const Reading::Event& event) {
    placements.push_back({event.person, columns.rows()});
    columns.time.push_back(micros(event.time));
    columns.name.push_back(names_.intern(event.name));
    columns.channel.push_back(channels_.intern(event.channel));
    columns.touchpoint.push_back(touchpoints_.intern(event.touchpoint));
    columns.person.push_back(event.person);
    columns.event.push_back(event.number);
    arrivals.sequence.push_back(event.sequence);
    arrivals.account.push_back(accounts_.intern(event.account));
  }));
  number_alphabetically(names_, columns.name);
  number_alphabetically(channels_, columns.channel);
  number_alphabetically(touchpoints_, columns.touchpoint);
  number_alphabetically(accounts_, arrivals.account);

  name_counts_.assign(names_.size(), 0);
  for (const Code name : columns.name) ++name_counts_[name];
  if (columns.rows() > 0) {
    const auto [first, last] = std::ranges::minmax_element(columns.time);
    first_ = from_micros(*first);
    last_ = from_micros(*last);
  }
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint64_t> order = arrange({columns, arrivals.sequence}, placements, people_.size(), offsets);
  by_person_ = gather(columns, order);
  by_person_.kind = model::SubjectKind::Person;
  by_person_.offsets = std::move(offsets);
  CHECKED(settle_ties({columns, arrivals.sequence}, order, by_person_));
  for (const std::uint64_t row : order) sequence_.push_back(arrivals.sequence[row]);
  if (accounts_.size() > 1) {
    for (const std::uint64_t row : order) account_.push_back(arrivals.account[row]);
  }
  return {};
}

// The store numbers events as they came in, which must not decide anything. So where everything else is equal, what the
// columns do not hold decides; it is read for these events only.
Status Snapshot::settle_ties(const LooseRows& loose, std::vector<std::uint64_t>& order, Columns& placed) {
  const std::vector<Tie> tied = ties(loose, order, placed);
  if (tied.empty()) return {};
  std::vector<std::uint64_t> numbers;
  for (const Tie& tie : tied)
    for (std::uint64_t place = tie.begin; place < tie.end; ++place) numbers.push_back(placed.event[place]);
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  TRY(by_content, reading_->by_content(std::move(numbers)));
  std::unordered_map<std::uint64_t, std::size_t> rank;
  for (const std::uint64_t number : by_content) rank.emplace(number, rank.size());
  for (const Tie& tie : tied) {
    const auto begin = order.begin() + static_cast<std::ptrdiff_t>(tie.begin);
    std::sort(begin, begin + static_cast<std::ptrdiff_t>(tie.end - tie.begin), [&](std::uint64_t a, std::uint64_t b) {
      return rank[loose.columns.event[a]] < rank[loose.columns.event[b]];
    });
    for (std::uint64_t place = tie.begin; place < tie.end; ++place) {
      placed.event[place] = loose.columns.event[order[place]];
      placed.person[place] = loose.columns.person[order[place]];
    }
  }
  return {};
}

std::optional<std::uint32_t> Snapshot::person_index(model::PersonId id) const {
  const auto found = std::ranges::lower_bound(people_, id);
  if (found == people_.end() || *found != id) return std::nullopt;
  return static_cast<std::uint32_t>(found - people_.begin());
}

Result<const Columns*> Snapshot::columns(const model::Counting& counting) {
  if (counting.kind == model::SubjectKind::Person) return &by_person_;
  const std::string key = counting.kind == model::SubjectKind::Account ? "account" : "object:" + counting.object_type;
  const std::lock_guard lock(mutex_);
  if (const auto found = ordered_.find(key); found != ordered_.end()) return &found->second->columns;
  TRY(ordered, order(counting));
  return &ordered_.emplace(key, std::move(ordered)).first->second->columns;
}

Result<std::unique_ptr<Snapshot::Ordered>> Snapshot::order(const model::Counting& counting) {
  auto ordered = std::make_unique<Ordered>();
  std::vector<Placement> placements;
  if (counting.kind == model::SubjectKind::Account) {
    CHECKED(place_accounts(*ordered, placements));
  } else {
    CHECKED(place_objects(counting.object_type, *ordered, placements));
  }
  std::vector<std::uint64_t> offsets;
  ordered->sources = arrange({by_person_, sequence_}, placements, ordered->subjects.size(), offsets);
  ordered->columns = gather(by_person_, ordered->sources);
  ordered->columns.kind = counting.kind;
  ordered->columns.offsets = std::move(offsets);
  CHECKED(settle_ties({by_person_, sequence_}, ordered->sources, ordered->columns));
  return ordered;
}

Status Snapshot::place_accounts(Ordered& ordered, std::vector<Placement>& placements) {
  for (Code account = 1; account < accounts_.size(); ++account) ordered.subjects.emplace_back(accounts_.text(account));
  for (std::uint64_t row = 0; row < account_.size(); ++row) {
    if (account_[row] != 0) placements.push_back({account_[row] - 1, row});
  }
  return {};
}

Status Snapshot::place_objects(const std::string& type, Ordered& ordered, std::vector<Placement>& placements) {
  TRY(types, reading_->object_types());
  if (std::ranges::find(types, type) == types.end()) {
    const std::string known =
        types.empty() ? "no event names an object" : fmt::format("there are: {}", fmt::join(types, ", "));
    return fail("object.unknown-type", fmt::format("no object is of the type \"{}\"", type),
                did_you_mean(type, types, known));
  }
  Dictionary objects;
  std::vector<Code> codes;
  const RowsByEvent& rows = rows_by_event();
  CHECKED(reading_->objects(type, [&](std::uint64_t event, std::string_view object) {
    const std::uint64_t row = rows.row(event);
    if (row == RowsByEvent::kNone || object.empty()) return;
    codes.push_back(objects.intern(object));
    placements.push_back({0, row});
  }));
  number_alphabetically(objects, codes);
  for (Code object = 1; object < objects.size(); ++object) ordered.subjects.emplace_back(objects.text(object));
  for (std::size_t i = 0; i < codes.size(); ++i) placements[i].subject = codes[i] - 1;
  // An event that names an object twice happened to it once.
  std::ranges::sort(placements);
  const auto repeated = std::ranges::unique(placements);
  placements.erase(repeated.begin(), repeated.end());
  return {};
}

const RowsByEvent& Snapshot::rows_by_event() {
  if (!rows_by_event_) rows_by_event_.emplace(by_person_.event);
  return *rows_by_event_;
}

std::string Snapshot::subject_name(const Columns& columns, std::size_t subject) const {
  if (&columns == &by_person_) return to_text(people_[subject]);
  const std::lock_guard lock(mutex_);
  for (const auto& [key, ordered] : ordered_) {
    if (&ordered->columns == &columns) return ordered->subjects[subject];
  }
  return {};
}

}  // namespace throughline::sequence
