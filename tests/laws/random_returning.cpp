// Random questions of coming back.
#include "laws/random_events.h"
#include "laws/random_world.h"

namespace throughline::laws {
namespace {

using model::By;
using model::Question;
using Asked = model::RetentionQuestion;

template <class T>
T one_of(const std::vector<T>& all) {
  return *rc::gen::elementOf(all);
}
bool in(int ten) {
  return *rc::gen::inRange(0, 10) < ten;
}

Question without_calendar() {
  Question question = random_frame();
  if (model::find(question.by, model::By::Kind::Calendar) != nullptr) question.by = {};
  return question;
}

std::vector<Asked::Bracket> random_brackets() {
  std::vector<Asked::Bracket> brackets;
  int next = 1;
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
    const int first = next + *rc::gen::inRange(0, 3), last = first + *rc::gen::inRange(0, 4);
    brackets.push_back({first, last});
    next = last + 1;
  }
  return brackets;
}

}  // namespace

Question random_retention() {
  Question question = without_calendar();
  Asked asked{.start = random_events(),
              .returns = in(3) ? model::AnyOf{} : random_events(),
              .periods = *rc::gen::inRange(1, 7),
              .interval = one_of<Interval>({Interval::Hour, Interval::Day, Interval::Week, Interval::Month})};
  asked.mode = one_of<Asked::Mode>({Asked::Mode::FirstTime, Asked::Mode::Recurring});
  asked.measure = one_of<Asked::Measure>(
      {Asked::Measure::On, Asked::Measure::OnOrAfter, Asked::Measure::OnOrBefore, Asked::Measure::Cumulative});
  asked.basis = one_of<Asked::Basis>({Asked::Basis::Calendar, Asked::Basis::Rolling});
  asked.every = one_of<int>({1, 1, 2, 3});
  asked.at_least = one_of<int>({1, 1, 2, 3});
  if (in(4)) asked.brackets = random_brackets();
  question.ask = asked;
  return question;
}

Question random_conditions() {
  Question question = random_frame();
  Asked asked;
  asked.rules = "clickhouse";
  for (int i = *rc::gen::inRange(2, 5); i > 0; --i) asked.conditions.push_back(random_events());
  question.ask = asked;
  return question;
}

Question random_lifecycle() {
  Question question = without_calendar();
  question.ask = Question::Lifecycle{
      .events = in(3) ? model::AnyOf{} : random_events(),
      .interval = one_of<Interval>({Interval::Hour, Interval::Day, Interval::Week, Interval::Month})};
  return question;
}

Question random_stickiness() {
  Question question = without_calendar();
  question.ask = Question::Stickiness{.events = in(3) ? model::AnyOf{} : random_events(),
                                      .interval = one_of<Interval>({Interval::Day, Interval::Week, Interval::Month}),
                                      .at_least = one_of<int>({1, 1, 2})};
  return question;
}

Question random_activation() {
  using namespace std::chrono;
  Question question = random_frame();
  const auto unit = one_of<Duration>({minutes(20), hours(7), days(4)});
  question.ask = Question::Activation{.start = random_events(),
                                      .returns = in(4) ? model::AnyOf{} : random_events(),
                                      .within = unit * *rc::gen::inRange(1, 4),
                                      .stay_from = unit * *rc::gen::inRange(4, 6),
                                      .stay_to = unit * *rc::gen::inRange(6, 12),
                                      .counts = in(5) ? std::vector<int>{1} : std::vector<int>{1, 2, 3},
                                      .top = 1000};
  return question;
}

}  // namespace throughline::laws
