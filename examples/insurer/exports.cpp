#include "exports.h"

#include <fmt/format.h>

namespace tarn {
namespace {

using namespace std::string_view_literals;

constexpr std::array<std::pair<std::string_view, const char*>, 9> kMailEvents{
    {{"welcome", "welcome sent"},
     {"proof_request", "proof asked for"},
     {"proof_request_again", "proof asked again"},
     {"quote_saved", "quote reminder sent"},
     {"claim_received", "claim receipt sent"},
     {"documents_received", "documents receipt sent"},
     {"claim_decided", "decision sent"},
     {"renewal_notice", "renewal notice sent"},
     {"newsletter", "newsletter sent"}}};

constexpr std::array<std::pair<std::string_view, const char*>, 9> kAnswerEvents{
    {{"nps", "recommendation answered"},
     {"csat_quote", "quote rated"},
     {"csat_buy", "purchase rated"},
     {"csat_onboard", "welcome rated"},
     {"csat_claim", "claim rated"},
     {"ces_claim", "claim effort rated"},
     {"ces_contact", "contact effort rated"},
     {"csat_renew", "renewal rated"},
     {"sus_app", "usability rated"}}};

const char* event_of(const auto& table, std::string_view name) {
  for (const auto& [key, event] : table)
    if (key == name) return event;
  return "";
}

std::string claim_or_nothing(std::uint32_t claim) {
  return claim == 0 ? std::string() : claim_id(claim);
}

}  // namespace

bool Exports::web(const Person& person, WebRow row) {
  if (is_outside(row.time)) return false;
  row.person = person.index;
  if (row.is_signed_in && row.has_email) {
    facts_.named(person.index, {Named::User, Named::Email}, row.device);
  } else if (row.is_signed_in) {
    facts_.named(person.index, {Named::User}, row.device);
  } else if (row.has_email) {
    facts_.named(person.index, {Named::Email}, row.device);
  } else {
    facts_.named(person.index, {}, row.device);
  }
  facts_.claim(row.claim);
  facts_.event(row.event, row.time);
  web_.push_back(row);
  return true;
}

void Exports::policy(Ms recorded, const Person& holder, const Person& person, const char* booked_as,
                     const char* sold_by, std::uint32_t quote, bool is_changed) {
  if (is_outside(recorded)) return;
  const bool is_holder = holder.index == person.index;
  policies_.push_back(
      {recorded, fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", policy_id(holder.index),
                             customer_number(person.index), person.has_account ? user_id(person.index) : "",
                             household_id(holder.household), is_holder ? "holder" : "co-insured", name_of(person),
                             email_of(person), phone_number(person.phone_of), plan_name(holder), holder.premium_cents,
                             holder.instalments == 12  ? "monthly"
                             : holder.instalments == 4 ? "quarterly"
                                                       : "yearly",
                             is_holder ? booked_as : "insured person", sold_by, quote == 0 ? "" : quote_id(quote),
                             calendar_.date(holder.since_day), age_band(person), city_of(person), district_of(person),
                             home_of(person), calendar_.local(recorded))});
  if (person.phone_of != person.index) {
    facts_.shared_phone(person.phone_of);
    if (person.has_account)
      facts_.named(person.index, {Named::User, Named::Crm, Named::Email});
    else
      facts_.named(person.index, {Named::Crm, Named::Email});
  } else if (person.has_account) {
    facts_.named(person.index, {Named::User, Named::Crm, Named::Email, Named::Phone});
  } else {
    facts_.named(person.index, {Named::Crm, Named::Email, Named::Phone});
  }
  facts_.household(holder.household);
  if (is_changed) facts_.changed("policies.csv", 1);
  if (!is_holder) return;
  const bool is_new = booked_as == "new"sv;
  facts_.event(is_new       ? is_changed ? "policy bought changed" : "policy bought"
               : is_changed ? "policy carried over changed"
                            : "policy carried over",
               recorded);
}

void Exports::order(Ms time, const Person& person, const char* kind, std::int64_t cents, const char* status,
                    int increase) {
  if (is_outside(time)) return;
  constexpr const char* kMethods[] = {"direct debit", "card", "transfer"};
  orders_.push_back({time, fmt::format("L{},{},{},{},{},{},{},{},{},{}\n", kId, policy_id(person.index),
                                       customer_number(person.index), household_id(person.household), kind, cents,
                                       kMethods[person.index % 7 < 5 ? 0 : person.index % 7 - 4], status,
                                       increase > 0 ? fmt::format("{}", increase) : "", calendar_.with_offset(time))});
  facts_.named(person.index, {Named::Crm});
  facts_.event(status == "returned"sv ? "premium returned"
               : kind == "renewal"sv  ? "policy renewed"
                                      : "premium paid",
               time);
}

void Exports::cancellation(Ms time, const Person& person, const char* reason, const char* received_by) {
  if (is_outside(time)) return;
  cancellations_.push_back({time, fmt::format("K{},{},{},{},{},{},{},{}\n", kId, policy_id(person.index),
                                              customer_number(person.index), reason, received_by, person.premium_cents,
                                              calendar_.date(calendar_.day_of(time) + 30), calendar_.local(time))});
  facts_.named(person.index, {Named::Crm});
  facts_.left(reason);
  facts_.event("policy cancelled", time);
}

void Exports::call(const Person& person, const Call& c) {
  if (is_outside(c.time)) return;
  const bool is_due = c.callback_due > 0 && !is_outside(c.callback_due);
  calls_.push_back(
      {c.time, fmt::format("T{};{};{};{};{};{};{};{};{};{};{};{};{};{};{};{}\n", kId, calendar_.german(c.time),
                           c.is_out ? "out" : "in", c.is_withheld ? "" : phone_as_dialled(person.phone_of),
                           c.is_named ? customer_number(person.index) : "", c.queue, c.reason, c.waiting, c.talk,
                           c.transfers, c.is_repeat ? "yes" : "no", c.asked_again ? "yes" : "no",
                           c.waiting <= 180 ? "yes" : "no", c.callback_due > 0 ? calendar_.german(c.callback_due) : "",
                           is_due ? c.callback_kept ? "yes" : "no" : "", claim_or_nothing(c.claim))});
  if (c.is_named && !c.is_withheld && person.phone_of == person.index)
    facts_.named(person.index, {Named::Crm, Named::Phone});
  else if (c.is_named)
    facts_.named(person.index, {Named::Crm});
  else if (!c.is_withheld && person.phone_of == person.index)
    facts_.named(person.index, {Named::Phone});
  if (!c.is_withheld && person.phone_of != person.index) facts_.shared_phone(person.phone_of);
  facts_.claim(c.claim);
  int events = 1;
  facts_.event(c.is_out ? "call placed" : "call received", c.time);
  if (!c.is_out && c.transfers > 0) facts_.event("transferred", c.time), ++events;
  if (c.callback_due > 0) facts_.event("call-back promised", c.time), ++events;
  if (is_due) {
    facts_.event(c.callback_kept ? "call-back kept" : "call-back missed", c.callback_due), ++events;
    facts_.call_back(c.callback_kept);
  }
  if (c.is_withheld && !c.is_named)
    for (; events > 0; --events) facts_.nobodys_event();
}

void Exports::chat(Ms time, const Person& person, std::uint32_t conversation, const char* from, const char* topic,
                   std::string_view text, int passed_on, std::uint32_t claim) {
  if (is_outside(time)) return;
  chats_.push_back(
      {time,
       fmt::format(R"({{"message_id":"m{}","conversation":"V-{}","at":"{}","from":"{}","widget":"{}",)"
                   R"("customer":{{"number":"{}","user_id":{}}},"topic":"{}","passed_on":{},"claim":{},"text":"{}"}})"
                   "\n",
                   kId, conversation, calendar_.with_offset(time), from, person.uses_app ? "App chat" : "Website chat",
                   customer_number(person.index),
                   person.has_account ? fmt::format("\"{}\"", user_id(person.index)) : "null", topic, passed_on,
                   claim == 0 ? "null" : fmt::format("\"{}\"", claim_id(claim)), text)});
  if (person.has_account)
    facts_.named(person.index, {Named::User, Named::Crm});
  else
    facts_.named(person.index, {Named::Crm});
  facts_.claim(claim);
  facts_.event(from == "customer"sv ? "chat message received" : "chat message sent", time);
}

void Exports::email(const Person& person, const char* template_name, const char* subject, Ms sent, Ms opened,
                    Ms clicked, std::uint32_t claim) {
  if (is_outside(sent)) return;
  if (is_outside(opened)) opened = 0;
  if (opened == 0 || is_outside(clicked)) clicked = 0;
  emails_.push_back({sent, fmt::format("E{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", kId, email_of(person), template_name,
                                       subject, utc_seconds(sent), opened == 0 ? "" : utc_seconds(opened),
                                       clicked == 0 ? "" : utc_seconds(clicked), claim_or_nothing(claim))});
  facts_.named(person.index, {Named::Email});
  facts_.claim(claim);
  facts_.event(event_of(kMailEvents, template_name), sent);
  if (opened != 0) facts_.event("email opened", opened);
  if (clicked != 0) facts_.event("email link followed", clicked);
}

void Exports::visit(Ms time, const Person& person, const char* purpose, int documents, int minutes,
                    std::uint32_t claim) {
  if (is_outside(time)) return;
  visits_.push_back(
      {time, fmt::format("B{},{},{},{},{},{},{},{}\n", kId, calendar_.local(time),
                         fmt::format("{} branch", city_of(person)), customer_number(person.index), purpose,
                         documents > 0 ? fmt::format("{}", documents) : "", minutes, claim_or_nothing(claim))});
  facts_.named(person.index, {Named::Crm});
  facts_.claim(claim);
  facts_.event("branch visited", time);
  if (documents > 0) facts_.event("documents handed over", time);
}

void Exports::survey(const Person& person, const Survey& s) {
  if (is_outside(s.sent)) return;
  const bool is_answered = s.answered != 0 && !is_outside(s.answered);
  std::string answer = ",,,,,,,,,,,";  // score, ten items, comment
  double score = s.score;
  if (is_answered && s.items[0] > 0) {
    score = 0;
    answer.clear();
    for (std::size_t i = 0; i < s.items.size(); ++i) {
      score += i % 2 == 0 ? s.items[i] - 1 : 5 - s.items[i];
      answer += fmt::format(",{}", s.items[i]);
    }
    score *= 2.5;
  } else if (is_answered) {
    answer = fmt::format("{},,,,,,,,,,", s.score);
  }
  if (is_answered) answer += s.comment.empty() ? "," : fmt::format(",\"{}\"", s.comment);
  surveys_.push_back({s.sent, fmt::format("S{},{},{},{},{},{},{},{},{},{}\n", kId, s.survey, calendar_.local(s.sent),
                                          is_answered ? calendar_.local(s.answered) : "", s.sent_by,
                                          s.by_email ? "" : customer_number(person.index),
                                          !s.by_email && person.has_account ? user_id(person.index) : "",
                                          s.by_email ? email_of(person) : "", claim_or_nothing(s.claim), answer)});
  if (s.by_email)
    facts_.named(person.index, {Named::Email});
  else if (person.has_account)
    facts_.named(person.index, {Named::User, Named::Crm});
  else
    facts_.named(person.index, {Named::Crm});
  facts_.claim(s.claim);
  facts_.invited(s.survey);
  facts_.event("survey sent", s.sent);
  if (!is_answered) return;
  facts_.answered(s.survey, score, !s.comment.empty());
  facts_.event(event_of(kAnswerEvents, s.survey), s.answered);
}

void Exports::begin_claim(const Person& person, std::uint32_t claim, const char* kind, const char* reported_by) {
  claims_.push_back(
      {claim,
       fmt::format("  <string key=\"concept:name\" value=\"{}\"/>\n  <string key=\"policyholder\" value=\"{}\"/>\n"
                   "  <string key=\"policy\" value=\"{}\"/>\n  <string key=\"kind\" value=\"{}\"/>\n  <string "
                   "key=\"reported_by\" value=\"{}\"/>\n",
                   claim_id(claim), customer_number(person.index), policy_id(person.index), kind, reported_by),
       {}});
}

void Exports::claim_step(Ms time, const Person& person, const char* activity, bool is_complete, const char* resource,
                         std::string_view outcome, std::int64_t cents) {
  if (is_outside(time)) return;
  std::string text = fmt::format(
      "   <string key=\"concept:name\" value=\"{}\"/>\n   <string key=\"lifecycle:transition\" value=\"{}\"/>\n"
      "   <string key=\"org:resource\" value=\"{}\"/>\n   <date key=\"time:timestamp\" value=\"{}\"/>\n",
      activity, is_complete ? "complete" : "start", resource, calendar_.with_offset(time));
  if (!outcome.empty()) text += fmt::format("   <string key=\"outcome\" value=\"{}\"/>\n", outcome);
  if (cents > 0) text += fmt::format("   <int key=\"amount_cents\" value=\"{}\"/>\n", cents);
  facts_.claim(claims_.back().claim);
  claims_.back().events.push_back({time, std::move(text)});
  facts_.named(person.index, {Named::Crm});
  facts_.event(activity, time);
}

}  // namespace tarn
