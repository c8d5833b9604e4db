// claiming.cpp: a claim, from the loss to the money, and what goes wrong on the way.
#include <algorithm>

#include "life.h"

namespace tarn {

void Life::claim(Person& p, Random& r, std::int64_t day) {
  constexpr const char* kKinds[] = {"water", "storm", "theft", "glass", "fire"};
  const int month = calendar_.month_of(day);
  const bool is_winter = month <= 2 || month >= 11;
  Claim c;
  c.number = ++claims_;
  c.kind = kKinds[r.weighted(is_winter ? std::array{30, 42, 14, 10, 4} : std::array{44, 14, 22, 15, 5})];
  c.amount_cents = static_cast<std::int64_t>(r.around(94'000, 0.9));
  c.is_online = p.has_account && r.chance(0.76);
  report(p, r, c, day);
  mail(p, r, "claim_received", "We have received your claim", c.time + 4 * kMinute, 0.8, 0.3, c.number);
  send_documents(p, r, c);
  wait_for_decision(p, r, c);
  settle(p, r, c);
}

void Life::report(Person& p, Random& r, Claim& c, std::int64_t day) {
  const auto register_it = [&](const char* how) {
    exports_.begin_claim(p, c.number, c.kind, how);
    exports_.claim_step(c.time + 90 * kSecond, p, "claim registered", true, how[0] == 'o' ? "robot" : "claims line");
  };
  if (c.is_online) {
    Sitting s = sit(p, r, calendar_.during(r, day, kPocket), r.chance(0.85));
    const Ms start = s.time;
    int errors = 0;
    emit(p, s, "claim form opened", "Claim form", {}, about(r, 90));
    if (r.chance(0.12))
      errors += emit(p, s, "form error", "Claim form", {.texts = {{{"form", "claim"}, {"field", "date of loss"}}}},
                     about(r, 40));
    if (r.chance(0.05))
      errors += emit(p, s, "form error", "Claim form", {.texts = {{{"form", "claim"}, {"field", "policy number"}}}},
                     about(r, 50));
    s.time += about(r, 130);
    if (r.chance(0.91 - 0.06 * errors)) {
      s.claim = c.number;
      c.time = s.time;
      emit(p, s, "loss reported", "Claim form");
      facts_.attempt("report_a_loss", start, c.time, Ending::Success, kHour, errors);
      register_it("online");
      return;
    }
    const bool says_so = r.chance(0.55);
    if (says_so) emit(p, s, "claim form left", "Claim form");
    facts_.attempt("report_a_loss", start, s.time, says_so ? Ending::GaveUp : Ending::Silent, kHour, errors);
    c.time = s.time + about(r, 900);
    c.is_online = false;
  } else {
    c.time = calendar_.during(r, day, kHelpline);
  }
  call_about(p, r, c, c.time, "report a loss");
  c.time += 10 * kMinute;
  register_it("telephone");
}

void Life::send_documents(Person& p, Random& r, Claim& c) {
  if (!p.has_account || !r.chance(0.84)) {  // by post, or over the counter
    c.time += r.between(1, 5) * kDay;
    if (r.chance(0.45)) {
      c.time = calendar_.open(r, c.time, kBranchHours);
      exports_.visit(c.time, p, "claim documents", static_cast<int>(r.between(1, 5)),
                     static_cast<int>(r.between(5, 25)), c.number);
    }
  } else {
    c.time = calendar_.open(r, c.time + static_cast<Ms>(r.around(20, 1.0) * static_cast<double>(kHour)), kPocket);
    bool is_sent = false;
    for (int attempt = 0; attempt < 4 && !is_sent; ++attempt) {
      if (attempt > 0) c.time = calendar_.during(r, calendar_.day_of(c.time) + r.between(1, 3), kPocket);
      is_sent = try_upload(p, r, c);
      if (is_sent) break;
      if (r.chance(0.42))
        call_about(p, r, c, calendar_.open(r, c.time + about(r, 1800), kHelpline), "documents");
      else if (r.chance(0.16))
        chat_about(p, r, c, calendar_.open(r, c.time + about(r, 2400), kHelpline));
      if (r.chance(0.3)) break;
    }
    if (!is_sent) {
      c.time = calendar_.open(r, c.time + r.between(1, 4) * kDay, kBranchHours);
      if (r.chance(0.7))
        exports_.visit(c.time, p, "claim documents", static_cast<int>(r.between(1, 5)),
                       static_cast<int>(r.between(5, 25)), c.number);
    }
  }
  if (c.refusals > 0) {
    const auto day = calendar_.day_of(c.time);
    p.suffer(day, 0.75 + 0.1 * std::min(c.refusals, 3));
    expose(p, "leaving within 90 days of a refused document", day, 0.051, "claim handling");
  }
  mail(p, r, "documents_received", "We have received your documents", c.time + 30 * kMinute, 0.7, 0.1, c.number);
  c.time = calendar_.open(r, c.time + static_cast<Ms>(r.around(14, 0.8) * static_cast<double>(kHour)), kOffice);
  exports_.claim_step(c.time, p, "documents scanned", true, "scan service");
  if (r.chance(0.09)) {
    exports_.claim_step(c.time + kHour, p, "documents asked for again", true, "claims handler");
    c.time = calendar_.open(r, c.time + r.between(2, 5) * kDay, kOffice);
    exports_.claim_step(c.time, p, "documents scanned", true, "scan service");
  }
}

// One visit to the upload page. Photos over 8 MB and HEIC are refused with a message that does not say why.
bool Life::try_upload(Person& p, Random& r, Claim& c) {
  Sitting s = sit(p, r, c.time, r.chance(0.9));
  s.claim = c.number;
  const bool is_app = s.device.platform[0] != 'w', is_ios = s.device.platform[0] == 'i';
  const bool is_new = is_app && calendar_.day_of(s.time) >= release_day_;
  const bool is_photo = is_app || s.device.kind == DeviceKind::Phone || r.chance(0.5);
  const Ms start = s.time;
  int errors = 0;
  const auto row = [&](const char* error, const char* format, double megabytes) {
    return WebRow{.texts = {{{"document_type", is_photo ? "photo" : "invoice"},
                             {"format", format},
                             {error != nullptr ? "error" : nullptr, error}}},
                  .tenth_megabytes = static_cast<std::uint16_t>(std::clamp(megabytes * 10, 1.0, 400.0))};
  };
  bool is_heic = is_photo && r.chance(is_ios ? is_new ? 0.54 : 0.20 : 0.02);
  double megabytes = r.around(!is_photo ? 1.8 : is_new ? 8.4 : is_app ? 5.2 : 5.6, 0.6);
  emit(p, s, "document upload started", "Send documents",
       row(nullptr,
           is_heic    ? "heic"
           : is_photo ? "jpeg"
                      : "pdf",
           megabytes),
       about(r, 50));
  Ending ending = Ending::Silent;
  Ms end = start;
  for (int pick = 0;; ++pick) {
    s.time += about(r, 35 + 6 * megabytes);
    const char* error = is_heic          ? "heic_not_taken"
                        : megabytes > 8  ? "file_too_large"
                        : r.chance(0.03) ? "timed_out"
                                         : nullptr;
    const char* format = is_heic ? "heic" : is_photo ? "jpeg" : "pdf";
    end = s.time;
    if (error == nullptr && r.chance(0.045)) break;  // leaves while it is sending
    if (error == nullptr) {
      emit(p, s, "documents accepted", "Send documents", row(nullptr, format, megabytes));
      ending = Ending::Success;
      break;
    }
    const bool is_seen = emit(p, s, "document refused", "Send documents", row(error, format, megabytes), about(r, 12));
    errors += is_seen;
    ++c.refusals;
    if (r.chance(0.32)) emit(p, s, "rage click", "Send documents", {}, about(r, 10));
    if (r.chance(0.2)) emit(p, s, "help opened", "Send documents", {}, about(r, 40));
    end = s.time;
    if (pick >= 2 || r.chance(0.42)) {
      if (r.chance(0.55)) {
        emit(p, s, "upload left", "Send documents");
        ending = Ending::GaveUp;
      }
      break;
    }
    if (r.chance(0.36)) megabytes *= 0.35, is_heic = false;  // a smaller picture, by luck or by a friend's advice
  }
  facts_.attempt("send_documents", start, end, ending, kHour, errors);
  c.time = s.time;
  return ending == Ending::Success;
}

void Life::call_about(Person& p, Random& r, Claim& c, Ms time, const char* reason) {
  const auto day = calendar_.day_of(time);
  const int month = calendar_.month_of(day);
  const bool is_busy = calendar_.weekday_of(day) == 0 || month <= 2;
  const bool is_first = c.contacts++ == 0;
  Call call{.time = time,
            .is_named = r.chance(0.55),
            .is_withheld = r.chance(0.05),
            .queue = "Claims",
            .reason = reason,
            .waiting = static_cast<int>(r.around(is_busy ? 150 : 85, 0.8)),
            .talk = static_cast<int>(r.around(330, 0.5)),
            .transfers = static_cast<int>(r.weighted(std::array{80, 16, 4})),
            .is_repeat = !is_first,
            .asked_again = r.chance(is_first ? 0.1 : 0.38),
            .claim = c.number};
  double effort =
      5.0 + 0.25 * p.mood - (call.is_repeat ? 0.6 : 0) - 0.25 * call.transfers - (call.waiting > 180 ? 0.5 : 0);
  const bool is_promised = reason[0] != 'r' && r.chance(0.55);
  if (is_promised) {
    call.callback_due = calendar_.open(r, time + r.between(1, 3) * kDay, kHelpline);
    call.callback_kept = r.chance(0.68 - 0.09 * progress(day));
  }
  exports_.call(p, call);
  ask_effort(p, r, "ces_contact", time + kDay, effort, call.transfers > 0 ? "transfer" : "agent", c.number);
  if (!is_promised) return;
  if (call.callback_kept) {
    exports_.call(p, {.time = call.callback_due - 5 * kMinute,
                      .is_out = true,
                      .is_named = true,
                      .queue = "Claims",
                      .reason = reason,
                      .talk = static_cast<int>(r.around(240, 0.5)),
                      .claim = c.number});
    return;
  }
  ++c.broken_promises;
  const auto broken = calendar_.day_of(call.callback_due);
  p.suffer(broken, 0.6);
  expose(p, "leaving within 90 days of a call-back that was not kept", broken, 0.031, "claim handling");
  if (c.contacts < 5 && r.chance(0.55))
    call_about(p, r, c, calendar_.open(r, call.callback_due + r.between(2, 30) * kHour, kHelpline), "claim status");
}

void Life::chat_about(Person& p, Random& r, Claim& c, Ms time) {
  constexpr const char* kAsks[] = {"I sent the photo three times. Do you have it or not?",
                                   "Your app says something went wrong. What went wrong?",
                                   "How do I get a picture to you that is too big?", "Has my claim arrived with you?",
                                   "Is there any news about my claim?"};
  constexpr const char* kReplies[] = {
      "I am sorry to hear that. I will look into it.", "I will pass you to Claims, one moment.",
      "Could you tell me your policy number, please?", "Thank you for waiting. I can see your claim now."};
  constexpr const char* kAnswers[] = {"I told your colleague already.", "Thank you.",
                                      "It is in the letter you sent me.", "All right, I will try again tonight."};
  ++c.contacts;
  const std::uint32_t conversation = ++chats_;
  const int passed_on = static_cast<int>(r.weighted(std::array{60, 28, 12}));
  const char* topic = c.refusals > 0 ? "documents" : "claim status";
  exports_.chat(time, p, conversation, "customer", topic, c.refusals > 0 ? kAsks[r.below(3)] : kAsks[3 + r.below(2)], 0,
                c.number);
  for (std::int64_t turn = 0; turn < 1 + passed_on + r.below(2); ++turn) {
    time += about(r, 100);
    exports_.chat(time, p, conversation, "agent", topic, r.pick(kReplies), passed_on, c.number);
    time += about(r, 50);
    exports_.chat(time, p, conversation, "customer", topic, r.pick(kAnswers), passed_on, c.number);
  }
}

void Life::wait_for_decision(Person& p, Random& r, Claim& c) {
  const Ms scanned = c.time;
  c.time = calendar_.open(r,
                          c.time + static_cast<Ms>(r.around(40 + 10 * progress(calendar_.day_of(c.time)), 0.7) *
                                                   static_cast<double>(kHour)),
                          kOffice);
  exports_.claim_step(c.time, p, "claim assessed", false, "claims handler");
  if (r.chance(0.28)) {
    const Ms visit = calendar_.open(r, c.time + r.between(1, 5) * kDay, kOffice);
    exports_.claim_step(visit, p, "assessor visited", true, "assessor");
    if (c.time < visit) c.time = visit;
  }
  c.time = calendar_.open(r, c.time + static_cast<Ms>(r.around(60, 0.8) * static_cast<double>(kHour)), kOffice);
  exports_.claim_step(c.time, p, "claim assessed", true, "claims handler");
  const std::int64_t waited = (c.time - scanned) / kDay;
  for (std::int64_t looks = p.has_account ? r.below(std::min<std::int64_t>(waited, 8) + 2) : 0; looks > 0; --looks) {
    const auto day = r.between(calendar_.day_of(scanned), calendar_.day_of(c.time));
    Sitting s = sit(p, r, calendar_.during(r, day, kPocket), true);
    s.claim = c.number;
    emit(p, s, "claim status opened", "Claim status", {.load_ms = static_cast<std::uint32_t>(r.around(900, 0.4))},
         about(r, 20));
  }
  if (r.chance(std::min(0.6, 0.10 + 0.035 * static_cast<double>(waited) + (c.refusals > 0 ? 0.1 : 0)))) {
    call_about(p, r, c, calendar_.during(r, calendar_.day_of(scanned) + 1 + waited / 2, kHelpline), "claim status");
  } else if (p.has_account && r.chance(0.09)) {
    chat_about(p, r, c, calendar_.during(r, calendar_.day_of(scanned) + 1 + waited / 2, kHelpline));
  }
}

void Life::settle(Person& p, Random& r, Claim& c) {
  c.time = calendar_.open(r, c.time + static_cast<Ms>(r.around(20, 0.6) * static_cast<double>(kHour)), kOffice);
  const std::size_t lot = r.weighted(std::array{76, 15, 9});
  constexpr const char* kOutcomes[] = {"paid", "paid in part", "refused"};
  c.is_paid = lot < 2;
  const std::int64_t cents = lot == 0 ? c.amount_cents : lot == 1 ? c.amount_cents / 2 : 0;
  exports_.claim_step(c.time, p, "decision made", true, "claims handler", kOutcomes[lot], cents);
  const Ms decided = c.time;
  mail(p, r, "claim_decided", "The decision on your claim", decided + kHour, 0.85, 0.5, c.number);
  if (c.is_paid) {  // the payment run goes on Tuesdays and Fridays
    std::int64_t day = calendar_.day_of(decided) + 1;
    while (calendar_.weekday_of(day) != 1 && calendar_.weekday_of(day) != 4) ++day;
    c.time = calendar_.at(day, 16 * 3600);
    exports_.claim_step(c.time, p, "payment sent", true, "payment run", "", cents);
  } else {
    p.suffer(calendar_.day_of(decided), 0.5);
  }
  exports_.claim_step(c.time + kHour, p, "claim closed", true, "robot");
  if (r.chance(c.is_paid ? 0.025 : 0.12)) {
    const Ms again = calendar_.open(r, c.time + r.between(4, 20) * kDay, kOffice);
    exports_.claim_step(again, p, "claim reopened", true, "claims handler");
    exports_.claim_step(calendar_.open(r, again + r.between(3, 9) * kDay, kOffice), p, "claim closed", true,
                        "claims handler");
  }
  if (p.left_day >= 0) return;
  const char* trouble = c.broken_promises > 0 ? "promise" : c.refusals > 0 ? "upload" : "claim";
  ask_effort(p, r, "ces_claim", decided + kDay,
             5.5 + 0.35 * p.mood - (c.refusals > 0 ? 1.6 : 0) - 0.9 * std::min(c.broken_promises, 2) -
                 0.2 * std::min(c.contacts, 4),
             c.refusals > 0 ? "upload" : trouble, c.number);
  ask_satisfaction(p, r, "csat_claim", decided + 7 * kDay,
                   4.1 + 0.25 * p.mood - (c.refusals > 0 ? 0.7 : 0) - 0.7 * std::min(c.broken_promises, 2) -
                       (lot == 2   ? 1.2
                        : lot == 1 ? 0.3
                                   : 0),
                   trouble, c.number);
}

}  // namespace tarn
