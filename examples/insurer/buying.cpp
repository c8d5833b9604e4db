// buying.cpp: Quote, Buy and Onboard.
#include <algorithm>

#include "life.h"

namespace tarn {

bool Life::seek(Person& p, Random& r) {
  Sitting s{p.own, calendar_.during(r, p.since_day, kEvenings), false};
  emit(p, s, "page viewed", "Home", {.load_ms = static_cast<std::uint32_t>(r.around(1200, 0.4))}, about(r, 14));
  if (r.chance(0.5))
    emit(p, s, "page viewed", "Home insurance", {.load_ms = static_cast<std::uint32_t>(r.around(1300, 0.4))},
         about(r, 35));
  if (r.chance(0.05)) {
    exports_.call(p, {.time = calendar_.open(r, s.time + about(r, 300), kHelpline),
                      .is_withheld = r.chance(0.2),
                      .queue = "Sales",
                      .reason = "quote",
                      .waiting = static_cast<int>(r.around(60, 0.8)),
                      .talk = static_cast<int>(r.around(340, 0.5))});
  }
  s.quote = ++quotes_;
  bool left_address = false;
  if (!fill_quote(p, r, s, left_address)) return false;
  return see_price(p, r, s, left_address);
}

bool Life::fill_quote(Person& p, Random& r, Sitting& s, bool& left_address) {
  constexpr const char* kSteps[] = {"home", "address", "value", "cover"};
  constexpr const char* kFields[] = {"floor space", "postcode", "value of contents", "start date"};
  const bool is_phone = s.device.kind == DeviceKind::Phone;
  const Ms start = s.time;
  int errors = 0;
  emit(p, s, "quote started", "Quote", {}, about(r, 12));
  for (std::size_t step = 0; step < 4; ++step) {
    s.time += about(r, is_phone ? 38 : 31);
    if (r.chance(is_phone ? 0.06 : 0.035)) {
      errors +=
          emit(p, s, "form error", "Quote", {.texts = {{{"form", "quote"}, {"field", kFields[step]}}}}, about(r, 18));
    }
    if (r.chance(0.012)) emit(p, s, "help opened", "Quote", {}, about(r, 40));
    if (r.chance(0.019)) {  // leaves; some press the button that says so
      const bool says_so = r.chance(0.6);
      if (says_so) emit(p, s, "quote left", "Quote");
      facts_.attempt("get_a_quote", start, s.time, says_so ? Ending::GaveUp : Ending::Silent, kHour, errors);
      return false;
    }
    if (step == 2 && r.chance(0.10)) {
      emit(p, s, "quote saved", "Quote", {.has_email = true}, about(r, 5));
      facts_.attempt("get_a_quote", start, s.time, Ending::Silent, kHour, errors);
      left_address = true;
      mail(p, r, "quote_saved", "Your quote is waiting for you", s.time + kMinute * 20, 0.62, 0.7);
      if (!r.chance(0.61)) return false;
      const auto day = calendar_.day_of(s.time) + r.between(1, 6);
      s.time = calendar_.during(r, day, kEvenings);
      if (r.chance(0.4)) s.device = p.other;
      emit(p, s, "quote resumed", "Quote", {.has_email = true}, about(r, 40));
      emit(p, s, "quote step completed", "Quote", {.texts = {{{"step", kSteps[3]}}}}, about(r, 8));
      return true;
    }
    emit(p, s, "quote step completed", "Quote", {.texts = {{{"step", kSteps[step]}}}}, about(r, 6));
  }
  facts_.attempt("get_a_quote", start, s.time, Ending::Success, kHour, errors);  // the price follows at once
  return true;
}

bool Life::see_price(Person& p, Random& r, Sitting& s, bool left_address) {
  const auto day = calendar_.day_of(s.time);
  const auto load = [&](const Device& device) {
    const double median = device.kind == DeviceKind::Desktop ? 1300 : day < price_widget_day_ ? 2500 : 3500;
    return static_cast<std::uint32_t>(std::clamp(r.around(median, 0.5), 300.0, 30'000.0));
  };
  const std::uint32_t load_ms = load(s.device);
  const bool is_slow = load_ms > 4000;
  emit(p, s, "price shown", "Price page", {.load_ms = load_ms}, about(r, 70));
  const double would_buy = std::clamp(0.49 - 0.05 * p.thrift + 0.02 * p.mood, 0.05, 0.9);
  const double buys = is_slow ? would_buy * 0.86 : would_buy;
  if (is_slow) facts_.exposed("buying after a poor price page", buys, would_buy);
  if (left_address || r.chance(0.35)) {
    left_address = true;
    ask_satisfaction(p, r, "csat_quote", s.time + kDay, 4.05 - (is_slow ? 0.6 : 0) - 0.12 * p.thrift,
                     is_slow ? "slow" : "quote");
  }
  if (!r.chance(buys)) return false;
  if (r.chance(0.35)) {  // sleeps on it
    s.time = calendar_.during(r, day + r.between(1, 9), kEvenings);
    emit(p, s, "quote resumed", "Quote", {}, about(r, 12));
    emit(p, s, "price shown", "Price page", {.load_ms = load(s.device)}, about(r, 45));
  }
  return buy(p, r, s);
}

bool Life::buy(Person& p, Random& r, Sitting& s) {
  const Ms opened = s.time;
  int errors = 0;
  emit(p, s, "checkout opened", "Checkout", {}, about(r, 55));
  if (r.chance(0.14))
    errors += emit(p, s, "address retyped", "Checkout", {.texts = {{{"field", "address"}}}}, about(r, 45));
  if (r.chance(0.05))
    errors += emit(p, s, "form error", "Checkout", {.texts = {{{"form", "checkout"}, {"field", "start date"}}}},
                   about(r, 25));
  s.time += about(r, 60);
  const bool confirms = r.chance(0.93 - 0.05 * errors);
  const Ms confirmed = s.time;
  if (confirms) emit(p, s, "details confirmed", "Checkout", {}, about(r, 8));
  facts_.attempt("confirm_details", opened, confirmed, confirms ? Ending::Success : Ending::Silent, kHour, errors);
  if (!confirms) return false;
  if (!p.has_account) {
    p.has_account = true;
    s.is_signed_in = true;
    emit(p, s, "account opened", "Checkout", {.has_email = true}, about(r, 20));
  }
  if (!pay(p, r, s)) return false;

  p.role = Person::Role::Holder;
  p.since_day = calendar_.day_of(s.time);
  exports_.policy(s.time + 20 * kSecond, p, p, "new", "website", s.quote, false);
  exports_.order(s.time + 40 * kSecond, p, "first", p.premium_cents / p.instalments, "paid", 0);
  ask_satisfaction(p, r, "csat_buy", s.time + kDay, 4.3 - 0.35 * errors + 0.1 * p.mood,
                   errors > 0 ? "retyping" : "buying");
  welcome(p, r, s.time);
  send_proof(p, r, s.time);
  return true;
}

bool Life::pay(Person& p, Random& r, Sitting& s) {
  const Ms start = s.time;
  int errors = 0;
  emit(p, s, "payment started", "Payment", {}, about(r, 50));
  if (r.chance(0.05)) {
    errors += emit(p, s, "thrown back", "Card check", {.texts = {{{"error", "session_lost"}}}}, about(r, 25));
    if (r.chance(0.2)) {
      facts_.attempt("pay", start, s.time, Ending::Silent, 30 * kMinute, errors);
      return false;
    }
    emit(p, s, "payment started", "Payment", {}, about(r, 35));
  }
  while (r.chance(0.085)) {
    errors += emit(p, s, "payment failed", "Payment",
                   {.texts = {{{"error", r.chance(0.6) ? "card_refused" : "bank_timeout"}}}}, about(r, 40));
    if (errors > 3 || r.chance(0.35)) {
      facts_.attempt("pay", start, s.time, Ending::Silent, 30 * kMinute, errors);
      return false;
    }
  }
  const Ms paid = s.time;
  emit(p, s, "payment made", "Payment", {}, about(r, 10));
  facts_.attempt("pay", start, paid, Ending::Success, 30 * kMinute, errors);
  return true;
}

void Life::welcome(Person& p, Random& r, Ms bought) {
  constexpr const char* kItems[] = {"check the address", "choose a payment day", "read the cover", "get the app",
                                    "name a second person"};
  mail(p, r, "welcome", "Welcome to Tarn Mutual: five things in ten minutes", bought + 5 * kMinute, 0.72, 0.75);
  bool is_finished = false;
  if (r.chance(0.78)) {
    const auto day = calendar_.day_of(bought);
    Sitting s =
        sit(p, r, r.chance(0.5) ? bought + 10 * kMinute : calendar_.during(r, day + r.between(1, 5), kPocket), true);
    const Ms start = s.time;
    int errors = 0;
    emit(p, s, "checklist opened", "Checklist", {}, about(r, 25));
    std::size_t done = 0;
    for (; done < 5; ++done) {
      if (done == 3 && r.chance(0.22)) break;
      if (r.chance(0.045)) break;
      if (done == 2 && r.chance(0.35)) {  // the rest on another day, well inside the fortnight
        s = sit(p, r, calendar_.during(r, calendar_.day_of(start) + r.between(1, 8), kPocket), true);
        emit(p, s, "checklist opened", "Checklist", {}, about(r, 15));
      }
      if (r.chance(0.012)) errors += emit(p, s, "dead click", "Checklist", {}, about(r, 6));
      emit(p, s, "checklist item done", "Checklist", {.texts = {{{"item", kItems[done]}}}}, about(r, 45));
    }
    is_finished = done == 5;
    const Ms end = s.time;
    if (is_finished) emit(p, s, "checklist finished", "Checklist");
    facts_.attempt("welcome_checklist", start, end, is_finished ? Ending::Success : Ending::Silent, 14 * kDay, errors);
    if (is_finished) p.mood += 0.25;
  }
  ask_satisfaction(p, r, "csat_onboard", bought + 21 * kDay,
                   4.0 + (is_finished ? 0.25 : -0.1) + 0.15 * p.mood - 0.5 * p.grief_on(p.since_day + 21),
                   is_finished ? "welcome" : "proof");
}

void Life::send_proof(Person& p, Random& r, Ms bought) {
  if (!r.chance(0.62)) return;
  mail(p, r, "proof_request", "Please send us your no-claims proof", bought + 3 * kDay, 0.7, 0.5);
  const bool again = r.chance(0.21);
  for (int round = 0; round < (again ? 2 : 1); ++round) {
    const auto day = calendar_.day_of(bought) + 3 + round * 13 + r.between(0, 6);
    if (round == 1) {
      const Ms asked = bought + 12 * kDay;
      mail(p, r, "proof_request_again", "We are still waiting for your no-claims proof", asked, 0.7, 0.5);
      p.suffer(calendar_.day_of(asked), 0.5);
      expose(p, "leaving within 90 days of a second request for the proof", calendar_.day_of(asked), 0.022, "service");
      if (r.chance(0.3)) {
        exports_.call(p, {.time = calendar_.open(r, asked + 5 * kHour, kHelpline),
                          .is_named = r.chance(0.5),
                          .reason = "proof",
                          .waiting = static_cast<int>(r.around(80, 0.8)),
                          .talk = static_cast<int>(r.around(260, 0.5)),
                          .is_repeat = true,
                          .asked_again = true});
      }
    }
    if (!r.chance(0.85)) continue;
    Sitting s = sit(p, r, calendar_.during(r, day, kPocket), true);
    const Ms start = s.time;
    int errors = 0;
    emit(p, s, "proof upload started", "Send proof", {.texts = {{{"document_type", "no-claims proof"}}}}, about(r, 70));
    bool is_accepted = true;
    while (r.chance(0.2)) {
      errors += emit(p, s, "proof refused", "Send proof",
                     {.texts = {{{"error", r.chance(0.7) ? "not_readable" : "file_too_large"}}}}, about(r, 60));
      is_accepted = errors < 3 && r.chance(0.6);
      if (!is_accepted) break;
    }
    s.time += about(r, 40);
    const Ms end = s.time;
    if (is_accepted) emit(p, s, "proof accepted", "Send proof");
    facts_.attempt("send_proof", start, end, is_accepted ? Ending::Success : Ending::Silent, kHour, errors);
  }
}

}  // namespace tarn
