#include "facts.h"

#include <algorithm>
#include <fmt/format.h>

namespace tarn {

Facts::Facts(std::size_t people, std::uint32_t devices)
    : first_device_(static_cast<std::uint32_t>(people * 4)),
      parent_(people * 4 + devices + 1),
      seen_(parent_.size()),
      owner_of_(devices + 1) {
  for (std::uint32_t i = 0; i < parent_.size(); ++i) parent_[i] = i;
}

std::uint32_t Facts::root(std::uint32_t node) {
  while (parent_[node] != node) node = parent_[node] = parent_[parent_[node]];
  return node;
}

void Facts::named(std::uint32_t person, std::initializer_list<Named> names, std::uint32_t device) {
  std::uint32_t before = UINT32_MAX;
  const auto join = [&](std::uint32_t node) {
    see(node);
    if (before != UINT32_MAX) parent_[root(node)] = root(before);
    before = node;
  };
  for (const Named name : names) join(person * 4 + static_cast<std::uint32_t>(name));
  if (device == 0) return;
  see(first_device_ + device);
  if (before == UINT32_MAX) return;
  if (owner_of_[device] == 0) owner_of_[device] = person + 1;
  if (owner_of_[device] == person + 1) join(first_device_ + device);
}

void Facts::shared_phone(std::uint32_t owner) {
  see(owner * 4 + static_cast<std::uint32_t>(Named::Phone));
}

void Facts::claim(std::uint32_t number) {
  if (number >= claims_.size()) claims_.resize(number + 1);
  if (number > 0) claims_[number] = true;
}

void Facts::attempt(const char* task, Ms start, Ms end, Ending ending, Ms within, int errors) {
  attempts_[task].push_back({start, end, within, ending, errors});
}

void Facts::answered(const char* survey, double score, bool has_comment) {
  Answers& answers = surveys_[survey];
  ++answers.answers;
  answers.comments += has_comment ? 1 : 0;
  answers.sum += score;
  ++answers.scores[score];
}

void Facts::exposed(const char* condition, double with, double without) {
  Exposure& exposure = exposures_[condition];
  ++exposure.n;
  exposure.with += with;
  exposure.without += without;
}

std::int64_t Facts::people() {
  std::int64_t people = 0;
  std::vector<bool> is_counted(parent_.size());
  for (std::uint32_t node = 0; node < parent_.size(); ++node) {
    if (!seen_[node] || is_counted[root(node)]) continue;
    is_counted[root(node)] = true;
    ++people;
  }
  return people;
}

std::int64_t Facts::total_events() const {
  std::int64_t total = 0;
  for (const auto& [name, count] : events_) total += count;
  return total;
}

namespace {

std::string counts(const std::map<std::string, std::int64_t>& map, std::string_view indent) {
  std::string text;
  for (const auto& [name, count] : map)
    text += fmt::format("{}\n{}\"{}\": {}", text.empty() ? "" : ",", indent, name, count);
  return text;
}

}  // namespace

std::string Facts::to_json(std::uint64_t seed, std::size_t simulated, const Calendar& calendar) {
  std::string out = "{\n  \"about\": \"What the simulator of Tarn Mutual knows for certain. Nobody in it is real.\",\n";
  out += fmt::format("  \"seed\": {},\n  \"simulated_people\": {},\n", seed, simulated);
  out += fmt::format("  \"first_event\": \"{}\",\n  \"last_event\": \"{}\",\n", calendar.with_offset(first_),
                     calendar.with_offset(last_));
  out += fmt::format("  \"people\": {},\n  \"accounts\": {},\n  \"claims\": {},\n", people(), households_.size(),
                     std::ranges::count(claims_, true));
  out += fmt::format("  \"events_total\": {},\n  \"events_without_person\": {},\n", total_events(), nobodys_);
  out += fmt::format("  \"events\": {{{}\n  }},\n", counts(events_, "    "));
  out += fmt::format("  \"cancellations\": {{{}\n  }},\n", counts(cancellations_, "    "));
  out += fmt::format("  \"call_backs\": {{\"kept\": {}, \"missed\": {}}},\n  \"tasks\": {{", kept_, missed_);
  const char* comma = "";
  for (const auto& [task, attempts] : attempts_) {
    std::int64_t started = 0, successes = 0, gave_up = 0, open = 0, errors = 0;
    for (const Attempt& a : attempts) {
      if (a.start < calendar.begin() || a.start > calendar.end()) continue;
      ++started;
      errors += a.errors;
      const bool is_ended = a.ending != Ending::Silent && a.end <= calendar.end();
      if (is_ended) {
        ++(a.ending == Ending::Success ? successes : gave_up);
      } else {
        ++(a.start + a.within <= last_ ? gave_up : open);
      }
    }
    out += fmt::format(
        "{}\n    \"{}\": {{\"attempts\": {}, \"success\": {}, \"gave_up\": {}, \"censored\": {}, \"errors\": {}}}",
        comma, task, started, successes, gave_up, open, errors);
    comma = ",";
  }
  out += "\n  },\n  \"surveys\": {";
  comma = "";
  for (const auto& [survey, a] : surveys_) {
    std::string scores;
    for (const auto& [score, n] : a.scores) scores += fmt::format("{}\"{}\": {}", scores.empty() ? "" : ", ", score, n);
    out += fmt::format(
        "{}\n    \"{}\": {{\"sent\": {}, \"answers\": {}, \"comments\": {}, \"mean\": {:.6f}, \"scores\": {{{}}}}}",
        comma, survey, a.sent, a.answers, a.comments, a.answers == 0 ? 0.0 : a.sum / static_cast<double>(a.answers),
        scores);
    comma = ",";
  }
  out +=
      "\n  },\n  \"true_effects\": {\n    \"about\": \"Mean probability of the outcome for those exposed, with and "
      "without what befell them\"";
  for (const auto& [condition, e] : exposures_) {
    const auto n = static_cast<double>(e.n);
    out += fmt::format(",\n    \"{}\": {{\"n\": {}, \"with\": {:.5f}, \"without\": {:.5f}, \"effect\": {:.5f}}}",
                       condition, e.n, e.with / n, e.without / n, (e.with - e.without) / n);
  }
  out += "\n  },\n  \"files\": {";
  comma = "";
  for (const auto& [name, f] : files_) {
    std::string refused;
    for (const auto& [why, n] : f.refused) refused += fmt::format("{}\"{}\": {}", refused.empty() ? "" : ", ", why, n);
    out += fmt::format("{}\n    \"{}\": {{\"rows\": {}, \"duplicates\": {}, \"changed\": {}, \"refused\": {{{}}}}}",
                       comma, name, f.rows, f.duplicates, f.changed, refused);
    comma = ",";
  }
  return out + "\n  }\n}\n";
}

}  // namespace tarn
