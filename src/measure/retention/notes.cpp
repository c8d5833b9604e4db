#include "measure/retention/notes.h"

#include <cmath>
#include <fmt/format.h>

#include "measure/retention/cohorts.h"
#include "sequence/match.h"

namespace throughline::measure {
namespace {

using Asked = model::RetentionQuestion;

std::string stretch(const Asked& asked) {
  if (asked.interval == Interval::Hour) return asked.every == 1 ? "60 minutes" : fmt::format("{} hours", asked.every);
  const int days = static_cast<int>(std::lround(rolling_days(asked.interval))) * asked.every;
  return days == 1 ? "24 hours" : fmt::format("{} days of 24 hours", days);
}

std::string periods(const Asked& asked) {
  if (asked.basis == Asked::Basis::Rolling)
    return fmt::format("period k is the k-th stretch of {} after the subject's own start, period 0 the first",
                       stretch(asked));
  if (asked.every > 1)
    return fmt::format("period k is the k-th stretch of {} calendar {}s after the cohort's", asked.every,
                       to_text(asked.interval));
  return "period k is the k-th calendar interval after the cohort's";
}

std::string measure(const Asked& asked) {
  switch (asked.measure) {
    case Asked::Measure::On:
      return "";
    case Asked::Measure::OnOrAfter:
      return "returned: in the period or at any time after it, to the data's end; older cohorts had longer for that";
    case Asked::Measure::OnOrBefore:
      return "returned: after the start and up to the period's end, period 0 included";
    case Asked::Measure::Cumulative:
      return "returned: in the period or a later one that is asked for";
  }
  return "";
}

}  // namespace

std::string retention_title(const Asked& asked) {
  return fmt::format("{} returning with {} by {}", sequence::to_text(asked.start),
                     sequence::to_text(asked.returns.empty() ? asked.start : asked.returns),
                     asked.every == 1 ? std::string(to_text(asked.interval))
                                      : fmt::format("{} {}s", asked.every, to_text(asked.interval)));
}

std::vector<std::string> retention_notes(const Asked& asked) {
  const std::string_view mode = asked.mode == Asked::Mode::FirstTime
                                    ? "a cohort starts with the first start event ever"
                                    : "who starts in several intervals is a member of each of those cohorts";
  std::vector<std::string> notes{fmt::format("{}; {}", mode, periods(asked))};
  if (std::string words = measure(asked); !words.empty()) notes.push_back(std::move(words));
  if (asked.at_least > 1) notes.push_back(fmt::format("{} returns or more count as one", asked.at_least));
  if (asked.rules != "throughline")
    notes.push_back(
        fmt::format("rules \"{}\" as documented there, with the differences that the reference names", asked.rules));
  return notes;
}

}  // namespace throughline::measure
