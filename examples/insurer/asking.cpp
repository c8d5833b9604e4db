// asking.cpp: what is asked, who answers, and what they say; and what every screen has in common.
#include <algorithm>
#include <string_view>

#include "life.h"

namespace tarn {

Sitting Life::sit(Person& p, Random& r, Ms time, bool wants_app) {
  Sitting s{p.own, time, false};
  if (p.uses_app && p.has_account && wants_app) {
    s.device = p.app;
    s.is_signed_in = true;
    emit(p, s, "app opened", "Start", {.load_ms = static_cast<std::uint32_t>(r.around(850, 0.4))}, about(r, 5));
    return s;
  }
  if (p.shared.number != 0 && r.chance(0.25))
    s.device = p.shared;
  else if (r.chance(0.2))
    s.device = p.other;
  emit(p, s, "page viewed", "Home",
       {.load_ms = static_cast<std::uint32_t>(r.around(s.device.kind == DeviceKind::Desktop ? 1150 : 1750, 0.4))},
       about(r, 10));
  if (!p.has_account) return s;
  s.is_signed_in = true;
  emit(p, s, "signed in", "Sign in", {}, about(r, 4));
  return s;
}

bool Life::emit(const Person& p, Sitting& s, const char* event, const char* screen, WebRow row, Ms pause) {
  row.time = s.time;
  row.event = event;
  row.screen = screen;
  row.device = s.device.number;
  row.kind = s.device.kind;
  row.platform = s.device.platform;
  row.is_signed_in = s.is_signed_in;
  row.quote = s.quote;
  row.claim = s.claim;
  row.is_new_release = calendar_.day_of(s.time) >= release_day_;
  s.time += pause;
  return exports_.web(p, row);
}

void Life::mail(Person& p, Random& r, const char* name, const char* subject, Ms time, double opens, double follows,
                std::uint32_t claim) {
  const bool is_opened = r.chance(opens);
  const Ms opened = time + static_cast<Ms>(r.around(3.2, 1.3) * static_cast<double>(kHour));
  exports_.email(p, name, subject, time, is_opened ? opened : 0,
                 is_opened && r.chance(follows) ? opened + about(r, 40) : 0, claim);
}

void Life::browse(Person& p, Random& r, std::int64_t day) {  // some time in the week that begins with this day
  constexpr const char* kScreens[] = {"My policy", "Documents", "Payments", "Help", "My data", "Advice", "Messages"};
  constexpr int kWeights[] = {34, 16, 18, 9, 8, 9, 6};
  const bool wants_app = r.chance(0.85);
  Sitting s = sit(p, r, calendar_.within(r, day, day + 6, wants_app ? kPocket : kEvenings), wants_app);
  const bool is_web = s.device.platform[0] == 'w';
  for (std::int64_t pages = r.between(2, 9); pages > 0; --pages) {
    const char* screen = kScreens[r.weighted(kWeights)];
    const double median = is_web ? s.device.kind == DeviceKind::Desktop ? 1150 : 1850 : 620;
    emit(p, s, "page viewed", screen,
         {.load_ms = static_cast<std::uint32_t>(std::clamp(r.around(median, 0.5), 80.0, 30'000.0))}, about(r, 24));
    if (r.chance(0.012)) emit(p, s, r.chance(0.6) ? "dead click" : "rage click", screen, {}, about(r, 4));
    if (r.chance(0.01)) emit(p, s, "help opened", screen, {}, about(r, 35));
  }
}

void Life::contact(Person& p, Random& r, std::int64_t day) {
  constexpr const char* kReasons[] = {"change of address", "invoice", "cover", "certificate", "bank details"};
  const char* reason = r.pick(kReasons);
  const Ms time = calendar_.during(r, day, kHelpline);
  if (p.has_account && r.chance(0.25)) {
    const std::uint32_t conversation = ++chats_;
    exports_.chat(time, p, conversation, "customer", reason, "Hello, I have a question about my policy.", 0, 0);
    exports_.chat(time + about(r, 60), p, conversation, "agent", reason, "Good day. What can I do for you?", 0, 0);
    exports_.chat(time + about(r, 60) + 120 * kSecond, p, conversation, "customer", reason,
                  "It is about the letter of last week.", 0, 0);
    exports_.chat(time + about(r, 90) + 300 * kSecond, p, conversation, "agent", reason, "I have changed that for you.",
                  0, 0);
    return;
  }
  if (r.chance(0.12)) {
    exports_.visit(calendar_.during(r, day, kBranchHours), p, "advice", 0, static_cast<int>(r.between(8, 40)), 0);
    return;
  }
  const Call call{.time = time,
                  .is_named = r.chance(0.5),
                  .is_withheld = r.chance(0.06),
                  .reason = reason,
                  .waiting = static_cast<int>(r.around(80, 0.8)),
                  .talk = static_cast<int>(r.around(230, 0.5)),
                  .transfers = static_cast<int>(r.weighted(std::array{84, 13, 3}))};
  exports_.call(p, call);
  ask_effort(p, r, "ces_contact", time + kDay,
             5.3 + 0.25 * p.mood - 0.5 * call.transfers - (call.waiting > 180 ? 0.5 : 0),
             call.transfers > 0 ? "transfer" : "agent");
}

void Life::ask(Person& p, Random& r, const char* survey, Ms time, int score, int best, const char* theme,
               std::uint32_t claim) {
  Survey s{.survey = survey,
           .sent = time,
           .sent_by = p.uses_app && r.chance(0.4) ? "app" : "email",
           .score = score,
           .claim = claim,
           .by_email = p.role == Person::Role::Prospect};
  const double place =
      static_cast<double>(score) / best;  // the glad and the angry answer more often, the old more than the young
  const double answers = 0.19 +
                         (place > 0.85  ? 0.06
                          : place < 0.4 ? 0.09
                                        : 0) +
                         (p.age >= 50  ? 0.06
                          : p.age < 30 ? -0.05
                                       : 0);
  if (r.chance(answers)) {
    s.answered = time + static_cast<Ms>(r.around(9, 1.3) * static_cast<double>(kHour));
    if (r.chance(place < 0.5 ? 0.58 : 0.32)) s.comment = words(r, theme, place >= 0.65);
  }
  exports_.survey(p, s);
}

void Life::ask_satisfaction(Person& p, Random& r, const char* survey, Ms time, double mean, const char* theme,
                            std::uint32_t claim) {
  if (!r.chance(0.8)) return;  // the fatigue rule holds some back
  const int score = static_cast<int>(std::clamp(mean + 0.85 * r.normal() + 0.5, 1.0, 5.0));
  ask(p, r, survey, time, score, 5, theme, claim);
}

void Life::ask_effort(Person& p, Random& r, const char* survey, Ms time, double mean, const char* theme,
                      std::uint32_t claim) {
  if (!r.chance(0.75)) return;
  const int score = static_cast<int>(std::clamp(mean + 1.15 * r.normal() + 0.5, 1.0, 7.0));
  ask(p, r, survey, time, score, 7, theme, claim);
}

void Life::ask_nps(Person& p, Random& r, Ms time) {
  const auto day = calendar_.day_of(time);
  const double grief = p.grief_on(day);
  const int score = static_cast<int>(std::clamp(
      8.15 + 0.9 * p.mood - 1.5 * grief - 0.3 * std::max(0.0, p.thrift) + 1.5 * r.normal() + 0.5, 0.0, 10.0));
  ask(p, r, "nps", time, score, 10,
      grief > 0.3     ? "upload"
      : r.chance(0.3) ? "renewal"
      : r.chance(0.5) ? "app"
                      : "agent",
      0);
}

void Life::ask_sus(Person& p, Random& r, Ms time) {
  Survey s{.survey = "sus_app", .sent = time, .sent_by = "app"};
  if (r.chance(0.3)) {
    s.answered = time + 2 * kMinute + about(r, 120);
    const double usable =
        0.72 + 0.09 * p.mood - 0.1 * p.grief_on(calendar_.day_of(time)) + 0.08 * r.normal();  // 0 to 1
    for (std::size_t i = 0; i < s.items.size(); ++i) {
      const double agrees = (i % 2 == 0 ? usable : 1 - usable) + 0.15 * r.normal();
      s.items[i] = static_cast<int>(std::clamp(1.5 + 4 * agrees, 1.0, 5.0));
    }
    if (r.chance(0.3)) s.comment = words(r, "app", usable > 0.65);
  }
  exports_.survey(p, s);
}

}  // namespace tarn
