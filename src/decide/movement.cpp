#include "decide/movement.h"

#include <algorithm>
#include <fmt/format.h>

#include "decide/definitions.h"
#include "measure/ask.h"
#include "measure/metric/movement.h"
#include "measure/needs.h"
#include "sequence/from_store.h"

namespace throughline::decide {
namespace {

using measure::MovementState;
using measure::MovementStep;
using model::Question;
using sequence::Known;

// The imports of then, and what came later.
struct Past {
  std::vector<std::int64_t> imports;
  Instant until{};                   // when that was
  std::int64_t links = 0;            // rows of links between identities, brought later
  std::int64_t new_links = 0;        // of two identities that no import of then had linked
  std::int64_t late = 0, fresh = 0;  // events brought later: of times up to the last event of then; later ones
  std::int64_t late_properties = 0, fresh_properties = 0;
  std::optional<Instant> last;  // event of then
  std::string erased;
};

Instant end_of(const store::ImportRecord& import) {
  return import.finished == Instant{} ? import.started : import.finished;
}

Result<Past> imports_of(const model::KnownBy& known, store::Store& store) {
  TRY(imports, store.imports());
  Past past;
  if (known.import) {
    const auto found = std::ranges::find(imports, *known.import, &store::ImportRecord::number);
    if (found == imports.end())
      return fail("import.unknown", fmt::format("no import has the number {}", *known.import),
                  "throughline ledger --imports lists them");
    past.until = end_of(*found);
    for (const store::ImportRecord& import : imports)
      if (import.number <= *known.import) past.imports.push_back(import.number);
    return past;
  }
  past.until = *known.until;
  for (const store::ImportRecord& import : imports)
    if (end_of(import) <= past.until) past.imports.push_back(import.number);
  return past;
}

std::string told_erased(const store::Removals& removals, const Past& past) {
  std::int64_t forgotten = 0, undone = 0, events = 0;
  for (const store::Removal& removal : removals.known) {
    if (removal.time <= past.until) continue;
    // What was undone and had come after then was not in the earlier reading.
    if (removal.import && std::ranges::find(past.imports, *removal.import) == past.imports.end()) continue;
    ++(removal.import ? undone : forgotten);
    events += removal.events;
  }
  std::vector<std::string> told;
  if (forgotten > 0) told.push_back(fmt::format("{} times a person was forgotten", forgotten));
  if (undone > 0) told.push_back(fmt::format("{} imports were undone", undone));
  if (!told.empty()) told.back() += fmt::format(" since, with {} events", events);
  if (removals.undated > 0)
    told.push_back(
        fmt::format("{} removals have no date: they are older than this version of the program", removals.undated));
  return fmt::format("{}", fmt::join(told, "; "));
}

Result<Past> past_of(const model::KnownBy& known, store::Store& store) {
  TRY(past, imports_of(known, store));
  TRY(removals, store.removals());
  past.erased = told_erased(removals, past);
  TRY(connection, store.connect());
  const std::string then = sequence::of_imports(past.imports);
  TRY(last, connection.integer(fmt::format("SELECT max(time) FROM event WHERE {}", then)));
  if (last) past.last = from_micros(*last);
  const auto later = [&](const std::string& what) -> Result<std::int64_t> {
    TRY(count, connection.integer(fmt::format("SELECT count(*)::BIGINT FROM {} NOT ({})", what, then)));
    return count.value_or(0);
  };
  const std::int64_t end = last.value_or(0);
  TRY(links, later("link WHERE"));
  TRY(new_links, connection.integer(fmt::format("SELECT count(*)::BIGINT FROM (SELECT a, b FROM link WHERE NOT ({0}) "
                                                "EXCEPT SELECT a, b FROM link WHERE {0})",
                                                then)));
  TRY(late, later(fmt::format("event WHERE time <= {} AND", end)));
  TRY(fresh, later(fmt::format("event WHERE time > {} AND", end)));
  TRY(late_properties, later(fmt::format("property WHERE time <= {} AND", end)));
  TRY(fresh_properties, later(fmt::format("property WHERE time > {} AND", end)));
  past.links = links;
  past.new_links = new_links.value_or(0);
  past.late = late;
  past.fresh = fresh;
  past.late_properties = late_properties;
  past.fresh_properties = fresh_properties;
  return past;
}

class Planning {
 public:
  Planning(const MovementInput& input, std::shared_ptr<const model::Catalogue> before,
           std::shared_ptr<const model::Catalogue> after)
      : input_(input), before_(std::move(before)), after_(std::move(after)) {}

  Result<measure::MovementPlan> plan(const model::MovementQuestion& asked) const {
    measure::MovementPlan plan;
    const MovementState now{before_, input_.snapshot};
    plan.earlier = [now]() -> Result<MovementState> { return now; };
    if (asked.before.known) {
      TRY(past, past_of(*asked.before.known, input_.store));
      add_past(past, plan);
    } else {
      TRY(removals, input_.store.removals());
      const std::string same = "both readings are of the data as they are now";
      for (const char* part : {"merges", "late_events", "new_data"}) plan.steps.push_back(unchanged(part, same));
      // Of an earlier reading whose date nobody said, any removal may have come since.
      if (asked.before.value) plan.erased = told_erased(removals, all_imports());
    }
    add_definition(plan);
    return plan;
  }

 private:
  static MovementStep unchanged(std::string part, std::string because) {
    return {.part = std::move(part), .because = std::move(because), .change = {}, .untold = {}};
  }

  Past all_imports() const {
    Past past;
    if (const auto imports = input_.store.imports())
      for (const store::ImportRecord& import : *imports) past.imports.push_back(import.number);
    return past;
  }

  // The data as they were known, of a state of their own.
  std::function<Result<MovementState>()> known(Known known) const {
    return [known = std::move(known), catalogue = before_, &store = input_.store,
            properties = measure::event_properties_of(input_.question, *before_)]() -> Result<MovementState> {
      TRY(snapshot, sequence::Snapshot::build(std::make_shared<sequence::StoreReading>(store, known)));
      snapshot->answer_with(measure::ask);
      CHECKED(snapshot->load_event_properties(properties));
      return MovementState{catalogue, std::move(snapshot)};
    };
  }

  void add_past(const Past& past, measure::MovementPlan& plan) const {
    plan.erased = past.erased;
    plan.before = {{"imports", past.imports.size()}, {"known_until", past.until}};
    const bool has_merges = past.links > 0, has_late = past.late + past.late_properties > 0,
               has_fresh = past.fresh + past.fresh_properties > 0;
    if (has_merges || has_late || has_fresh)
      plan.earlier = known({.imports = past.imports, .has_identities_then = true, .late = {}});
    const std::string last = past.last ? to_iso(*past.last) : "";
    const auto told = [](std::int64_t events, std::int64_t properties) {
      return fmt::format("{} events and {} changes of properties", events, properties);
    };
    const MovementState now{before_, input_.snapshot};
    const std::function<Result<MovementState>()> as_now = [now]() -> Result<MovementState> { return now; };
    MovementStep merges = unchanged("merges", "no link between identities was imported since");
    if (has_merges) {
      merges.because = fmt::format(
          "{} new links between identities were imported since; who is who follows from all links", past.new_links);
      merges.change =
          has_late || has_fresh ? known({.imports = past.imports, .has_identities_then = false, .late = {}}) : as_now;
    }
    MovementStep late = unchanged("late_events", "nothing was imported since of times up to the last event known then");
    if (has_late) {
      late.because = fmt::format("{} were imported since of times up to {}, the last event known then",
                                 told(past.late, past.late_properties), last);
      late.change =
          has_fresh ? known({.imports = past.imports, .has_identities_then = false, .late = past.last}) : as_now;
    }
    MovementStep fresh = unchanged("new_data", "nothing was imported since of times after the last event known then");
    if (has_fresh) {
      fresh.because = fmt::format("{} were imported since of later times, which the data's end goes with",
                                  told(past.fresh, past.fresh_properties));
      fresh.change = as_now;
    }
    for (MovementStep* step : {&merges, &late, &fresh}) plan.steps.push_back(std::move(*step));
  }

  void add_definition(measure::MovementPlan& plan) const {
    MovementStep step = unchanged("definition", "both readings use the same version");
    if (before_ != after_) {
      step.because = "the metric's definition changed; the segments, tasks and the like that it names are those of now";
      const MovementState now{after_, input_.snapshot};
      step.change = [now]() -> Result<MovementState> { return now; };
    }
    plan.steps.push_back(std::move(step));
  }

  const MovementInput& input_;
  std::shared_ptr<const model::Catalogue> before_, after_;
};

}  // namespace

Result<model::Answer> movement(const MovementInput& input) {
  const auto& asked = std::get<Question::Movement>(input.question.ask);
  TRY(after, with_version(input.catalogue, input.store, asked.name, asked.version, input.zone, "/version"));
  auto before = after;
  if (asked.before.version) {
    TRY(earlier,
        with_version(input.catalogue, input.store, asked.name, asked.before.version, input.zone, "/before/version"));
    TRY(one, earlier->find(model::DefinitionKind::Metric, asked.name));
    TRY(other, after->find(model::DefinitionKind::Metric, asked.name));
    if (one->version != other->version) before = std::move(earlier);
  }
  const Planning planning(input, std::move(before), after);
  TRY(plan, planning.plan(asked));
  const sequence::ColumnCache::Use use = input.snapshot->use();
  CHECKED(input.snapshot->load_event_properties(measure::event_properties_of(input.question, *after)));
  TRY(answer, measure::movement(input.question, plan));
  answer.zone = input.question.zone.name();
  return std::move(answer);
}

}  // namespace throughline::decide
