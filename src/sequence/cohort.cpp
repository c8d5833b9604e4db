#include "sequence/cohort.h"

#include <cassert>
#include <limits>

namespace throughline::sequence {
namespace {

constexpr int kDeepest = 8;  // of cohorts within cohorts

// Cohorts are found while a question is being asked, on the thread that asks it.
thread_local int depth = 0;

struct OneDeeper {
  OneDeeper() { ++depth; }
  ~OneDeeper() { --depth; }
  OneDeeper(const OneDeeper&) = delete;
  OneDeeper& operator=(const OneDeeper&) = delete;
};

}  // namespace

Result<std::vector<bool>> people_behind(const model::Question& question, const model::Catalogue& catalogue,
                                        Snapshot& snapshot) {
  const OneDeeper deeper;
  if (depth > kDeepest)
    return fail("segment.cohort-in-itself", "a cohort's question asks for the cohort itself, or is nested too deep",
                "let its question name another segment");
  assert(snapshot.answers() && "whoever builds a snapshot joins it with measure::ask");
  model::Question asked = question;
  asked.behind->limit = std::numeric_limits<std::size_t>::max();
  TRY(answer, snapshot.answers()(asked, catalogue, snapshot));
  std::vector<bool> people(snapshot.people().size(), false);
  for (const model::Row& row : answer.rows) {
    for (const auto& [name, cell] : row) {
      const auto* text = std::get_if<std::string>(&cell.value);
      const auto id = name == "person" && text != nullptr ? model::parse_person_id(*text) : std::nullopt;
      if (const auto person = id ? snapshot.person_index(*id) : std::nullopt) people[*person] = true;
    }
  }
  return people;
}

}  // namespace throughline::sequence
