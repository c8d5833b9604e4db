#include <algorithm>

#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

using model::MetricDefinition;
using model::Question;

struct Period {
  Instant begin, end;
  std::string label;  // by calendar
};

bool is_by_calendar(const Question& question) {
  return model::find(question.by, model::By::Kind::Calendar) != nullptr;
}

std::vector<Period> periods(const World& world, const Question& question) {
  const Instant begin = question.from.value_or(data_begin(world)),
                end = question.to.value_or(data_last(world) + Duration(1));
  if (!is_by_calendar(question)) return {{begin, end, ""}};
  std::vector<Period> all;
  const Interval interval = model::find(question.by, model::By::Kind::Calendar)->interval;
  const Instant first = std::max(begin, data_begin(world)), last = std::min(end - Duration(1), data_last(world));
  for (Instant at = question.zone.floor(first, interval); first <= last && at <= last;
       at = interval_end(question.zone, at, interval)) {
    all.push_back({std::max(at, begin), std::min(interval_end(question.zone, at, interval), end),
                   question.zone.label(at, interval)});
  }
  return all;
}

struct Customer {
  std::string group, reason;
  bool has_left = false;
};

class Customers {
 public:
  Customers(const World& world, const Question& question, const MetricDefinition& metric, std::vector<Customer>& found)
      : world_(world), question_(question), metric_(metric), found_(found) {}

  void find(const Story& story, const Period& period) {
    const std::vector<Told>& events = story.events;
    const bool has_start = question_.from || is_by_calendar(question_);
    // The event that made this a customer: the first since the last leaving, if it is one at the start of the period.
    std::optional<std::size_t> became;
    std::size_t before = 0;
    for (; has_start && before < events.size() && events[before].event.time < period.begin; ++before) {
      if (leaves(events[before])) became.reset();
      if (!became && !leaves(events[before]) && is_one_of(metric_.customer, events[before])) became = before;
    }
    std::size_t anchor = before - 1;
    for (std::size_t i = 0; !has_start && !became && i < events.size() && events[i].event.time < period.end; ++i) {
      if (!leaves(events[i]) && is_one_of(metric_.customer, events[i])) became = anchor = before = i;
    }
    if (!became) return;
    Customer customer;
    for (std::size_t i = before; i < events.size() && events[i].event.time < period.end && !customer.has_left; ++i) {
      if (!leaves(events[i])) continue;
      customer.has_left = true;
      const model::Value* reason = model::find(events[i].event.properties, metric_.reason);
      if (reason != nullptr) customer.reason = model::to_text(*reason);
    }
    add(customer, events[anchor], events[*became], period);
  }

 private:
  bool leaves(const Told& told) const { return is_one_of(metric_.left, told); }

  void add(Customer customer, const Told& anchor, const Told& entry, const Period& period) {
    Question any_time = question_;
    any_time.from.reset();
    any_time.to.reset();
    if (!counts(world_, any_time, anchor, entry)) return;
    for (const std::string& label : groups(world_, question_, anchor, entry, period.label)) {
      customer.group = label;
      found_.push_back(customer);
    }
  }

  const World& world_;
  const Question& question_;
  const MetricDefinition& metric_;
  std::vector<Customer>& found_;
};

std::vector<Customer> customers(const World& world, const Question& question, const MetricDefinition& metric) {
  std::vector<Customer> found;
  Customers search(world, question, metric, found);
  for (const Story& story : stories(world, question.counting)) {
    for (const Period& period : periods(world, question)) search.find(story, period);
  }
  return found;
}

}  // namespace

Figures churn(const World& world, const Question& question, const MetricDefinition& metric) {
  struct Group {
    std::size_t customers = 0, left = 0;
  };
  std::map<std::string, Group> by_group;
  if (question.by.empty()) by_group[""];
  for (const Customer& customer : customers(world, question, metric)) {
    ++by_group[customer.group].customers;
    by_group[customer.group].left += customer.has_left ? 1 : 0;
  }
  Figures result;
  for (const auto& [label, group] : by_group) {
    Figure& figure = result[label];
    figure.n = group.customers;
    if (figure.n > 0) figure.value = static_cast<double>(group.left) / static_cast<double>(group.customers);
    figure.extras = {counted("customers", group.customers), counted("left", group.left),
                     counted("stayed", group.customers - group.left)};
  }
  return result;
}

Lines churn_reasons(const World& world, const Question& question, const MetricDefinition& metric) {
  std::map<std::string, std::size_t> left;
  std::map<std::pair<std::string, std::string>, std::size_t> reasons;
  for (const Customer& customer : customers(world, without_excluded(question, metric), metric)) {
    if (!customer.has_left) continue;
    ++left[customer.group];
    ++reasons[{customer.group, customer.reason}];
  }
  Lines lines;
  for (const auto& [key, people] : reasons) {
    const auto& [group, reason] = key;
    std::vector<std::string> cells{reason.empty() ? "not given" : reason, std::to_string(people),
                                   share(people, left[group])};
    if (!question.by.empty()) cells.insert(cells.begin(), group);
    lines.push_back(joined(cells));
  }
  return lines;
}

}  // namespace throughline::reference
