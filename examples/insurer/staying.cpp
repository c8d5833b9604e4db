// staying.cpp: the years of a customer: looking in, paying, asking, renewing, leaving.
#include <algorithm>

#include "life.h"

namespace tarn {

void Life::live(std::size_t index) {
  Person& p = people_[index];
  Random r(seed_, mix(index) ^ 0x6c696665);
  harms_.clear();
  if (p.role == Person::Role::Prospect) {
    if (seek(p, r)) stay(p, r);
    return;
  }
  if (p.role == Person::Role::CoInsured) {
    const Person& holder = people_[index - 1];
    const std::int64_t last = holder.left_day >= 0 ? holder.left_day : calendar_.days();
    exports_.policy(calendar_.at(0, 2 * 3600 + static_cast<std::int64_t>(p.index) * 8 % 10'000), holder, p, "migration",
                    "", 0, false);
    for (std::int64_t day = r.below(7); day < last; day += 7)
      for (int n = r.count(0.05 * p.activity * (p.has_account ? 1 : 0.2)); n > 0; --n) browse(p, r, day);
    return;
  }
  // One night's migration from the old policy system.
  exports_.policy(calendar_.at(0, 2 * 3600 + static_cast<std::int64_t>(p.index) * 8 % 10'000), p, p, "migration", "", 0,
                  false);
  stay(p, r);
}

double Life::weekly_hazard(const Person& p, std::int64_t day, int increase) const {
  const std::int64_t into_year = (day - p.since_day) % 365;
  double hazard = 0.0305 / 13 * (1 + 0.12 * progress(day)) * exponential(0.3 * p.thrift - 0.2 * p.mood - 0.06);
  if (into_year > 365 - 42)
    hazard *= 2.4 * (1 + 0.05 * (increase - 6));
  else
    hazard *= day - p.since_day < 90 ? 0.5 : 0.82;
  return std::clamp(hazard, 0.0, 0.2);
}

void Life::expose(const Person& p, const char* condition, std::int64_t day, double within_90_days, const char* reason) {
  const double weekly = within_90_days / 13;
  harms_.push_back({day, weekly, reason});
  double stays_with = 1, stays_without = 1;
  for (int week = 0; week < 13; ++week) {
    const double hazard = weekly_hazard(p, day + week * 7, 7);
    stays_with *= 1 - hazard - weekly;
    stays_without *= 1 - hazard;
  }
  if (day < calendar_.days()) facts_.exposed(condition, 1 - stays_with, 1 - stays_without);
}

void Life::stay(Person& p, Random& r) {
  const std::int64_t begin = std::max<std::int64_t>(p.since_day, 0);
  // Claims by season: storms in winter, cloudbursts in July and August.
  constexpr int kMonths[] = {13, 12, 9, 7, 7, 8, 12, 12, 8, 8, 10, 11};
  std::vector<std::int64_t> claims;
  for (int n = r.count(0.55 * static_cast<double>(calendar_.days() - begin) / 365); n > 0; --n) {
    const std::int64_t day = r.between(begin + 5, calendar_.days() + 4);
    if (r.below(13) < kMonths[calendar_.month_of(day) - 1]) claims.push_back(day);
  }
  std::ranges::sort(claims);
  std::size_t next_claim = 0;
  std::int64_t last_claim = -100;
  int increase = static_cast<int>(std::clamp(r.around(6.5, 0.4), 2.0, 19.0));
  const std::int64_t phase = r.below(91);  // of the quarterly survey
  const std::int64_t changes = r.chance(0.06) ? r.between(begin + 20, calendar_.days() + 200) : -1;

  for (std::int64_t day = begin; day < calendar_.days(); day += 7) {
    while (next_claim < claims.size() && claims[next_claim] < day + 7) {
      const std::int64_t claim_day = claims[next_claim++];
      if (claim_day - last_claim < 45 || claim_day < day) continue;
      last_claim = claim_day;
      claim(p, r, claim_day);
    }
    for (int n = r.count((p.uses_app ? 0.088 : p.has_account ? 0.036 : 0.009) * p.activity); n > 0; --n)
      browse(p, r, day);
    if (r.chance(0.0062)) contact(p, r, day + r.below(7));
    const std::int64_t to_anniversary = 365 - (day - p.since_day) % 365;
    if (to_anniversary <= 42 && to_anniversary > 35) increase = renewal_notice(p, r, day + to_anniversary);
    if (p.wants_news && day % 28 < 7)
      mail(p, r, "newsletter", "News from Tarn Mutual", calendar_.at(day - day % 28 + 9, 36'000 + p.index % 1200), 0.33,
           0.12);
    if (day % 91 <= phase && day % 91 + 7 > phase && r.chance(0.42))
      ask_nps(p, r, calendar_.at(day + r.below(7), 9 * 3600 + r.below(3600)));
    if (p.uses_app && r.chance(0.0016)) ask_sus(p, r, calendar_.during(r, day, kPocket));
    if (changes >= day && changes < day + 7 &&
        day > begin) {  // another plan: the policy's row stands in the export again
      p.plan = static_cast<std::uint16_t>((p.plan + 1) % 3);
      p.premium_cents = p.premium_cents * 108 / 1000 * 10;
      exports_.policy(calendar_.during(r, changes, kOffice), p, p, p.since_day < 0 ? "migration" : "new",
                      p.since_day < 0 ? "" : "website", 0, true);
    }

    double harm = 0;
    const char* reason = nullptr;
    for (const Harm& h : harms_) {
      if (h.from_day > day || h.from_day + 91 <= day) continue;
      harm += h.weekly;
      reason = h.reason;
    }
    const double hazard = weekly_hazard(p, day, increase);
    if (r.chance(std::min(hazard + harm, 0.9)) && day > begin) {
      const bool over_harm = r.chance(harm / (hazard + harm));
      const std::int64_t leaving = day + r.below(7);
      pay_instalments(p, r, day, leaving, increase);
      constexpr const char* kReasons[] = {"price", "moved", "competitor", "no longer needed", "service"};
      const bool before_renewal = to_anniversary <= 42;
      go(p, r, leaving,
         over_harm
             ? reason
             : kReasons[r.weighted(before_renewal ? std::array{52, 10, 26, 6, 6} : std::array{22, 32, 14, 22, 10})]);
      return;
    }
    pay_instalments(p, r, day, day + 7, increase);
  }
}

void Life::pay_instalments(Person& p, Random& r, std::int64_t from, std::int64_t to, int& increase) {
  const std::int64_t gap = 365 / p.instalments;
  for (std::int64_t day = from; day < to; ++day) {
    const std::int64_t age = day - p.since_day;
    if (age <= 0) continue;
    const std::int64_t into_year = age % 365;
    const bool is_renewal = into_year == 0;
    if (is_renewal) p.premium_cents = p.premium_cents * (100 + increase) / 100;
    if (!is_renewal && (into_year % gap != 0 || into_year + gap > 365 + 5)) continue;
    const Ms time = calendar_.at(day, 6 * 3600 + r.below(7200));
    const std::int64_t cents = p.premium_cents / p.instalments;
    if (!is_renewal && r.chance(0.012)) {
      exports_.order(time, p, "instalment", cents, "returned", 0);
      exports_.order(time + 6 * kDay, p, "instalment", cents, "paid", 0);
    } else {
      exports_.order(time, p, is_renewal ? "renewal" : "instalment", cents, "paid", is_renewal ? increase : 0);
    }
    if (is_renewal && r.chance(0.6)) {
      ask_satisfaction(p, r, "csat_renew", time + 7 * kDay,
                       4.15 - 0.06 * increase + 0.2 * p.mood - 0.35 * p.grief_on(day) - 0.1 * p.thrift, "renewal");
    }
  }
}

int Life::renewal_notice(Person& p, Random& r, std::int64_t anniversary) {
  const int increase = static_cast<int>(std::clamp(r.around(6.5 + 2.5 * progress(anniversary), 0.4), 2.0, 19.0));
  const Ms sent = calendar_.at(anniversary - 42, 7 * 3600 + p.index % 3600);
  mail(p, r, "renewal_notice", "Your home insurance renews soon", sent, 0.66, 0.35);
  if (r.chance(0.04 + 0.008 * increase)) {
    Call call{.time = calendar_.open(r, sent + kDay * r.between(0, 12), kHelpline),
              .is_named = r.chance(0.6),
              .reason = "price",
              .waiting = static_cast<int>(r.around(85, 0.8)),
              .talk = static_cast<int>(r.around(420, 0.4)),
              .transfers = r.chance(0.2) ? 1 : 0};
    exports_.call(p, call);
    ask_effort(p, r, "ces_contact", call.time + kDay, 4.9 + 0.2 * p.mood, "renewal");
  }
  if (!p.has_account || !r.chance(0.62)) return increase;
  Sitting s = sit(p, r, calendar_.during(r, anniversary - r.between(8, 38), kPocket), true);
  const Ms start = s.time;
  int errors = 0;
  emit(p, s, "renewal opened", "Renewal", {}, about(r, 80));
  if (r.chance(0.07))
    errors +=
        emit(p, s, "form error", "Renewal", {.texts = {{{"form", "renewal"}, {"field", "payment day"}}}}, about(r, 30));
  s.time += about(r, 60);
  const Ms end = s.time;
  Ending ending = Ending::Silent;
  if (r.chance(0.89 - 0.12 * errors - 0.008 * (increase - 6))) {
    emit(p, s, "renewal accepted", "Renewal");
    ending = Ending::Success;
  } else if (r.chance(0.5)) {
    emit(p, s, "renewal left", "Renewal");
    ending = Ending::GaveUp;
  }
  facts_.attempt("renew", start, end, ending, kHour, errors);
  return increase;
}

void Life::go(Person& p, Random& r, std::int64_t day, const char* reason) {
  constexpr const char* kWays[] = {"letter", "telephone", "website"};
  const std::size_t way = r.weighted(p.has_account ? std::array{30, 25, 45} : std::array{60, 40, 0});
  const Ms time = calendar_.during(r, day, way == 1 ? kHelpline : way == 0 ? kOffice : kEvenings);
  if (way == 2) {
    Sitting s = sit(p, r, time - 4 * kMinute, false);
    emit(p, s, "cancel page opened", "Cancel", {}, about(r, 100));
  } else if (way == 1) {
    exports_.call(p, {.time = time - 5 * kMinute,
                      .is_named = true,
                      .reason = "cancellation",
                      .waiting = static_cast<int>(r.around(80, 0.8)),
                      .talk = static_cast<int>(r.around(300, 0.4)),
                      .transfers = r.chance(0.5) ? 1 : 0});
  }
  p.left_day = calendar_.day_of(time);
  exports_.cancellation(time, p, reason, kWays[way]);
}

}  // namespace tarn
