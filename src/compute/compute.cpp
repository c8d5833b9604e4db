#include "compute/compute.h"

#include <algorithm>
#include <boost/json/value_from.hpp>
#include <fmt/format.h>
#include <utility>

#include "compute/method.h"
#include "wire/json_reader.h"
#include "wire/json_text.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;

const std::vector<Section>& sections() {
  static const std::vector<Section> all{task_completion(), time_on_task(),       errors(),
                                        questionnaires(),  nps_csat_ces(),       percentiles_web_vitals(),
                                        retention(),       survey_weighting_n(), reliability_discovery()};
  return all;
}

const Method* method_called(std::string_view name) {
  for (const Section& section : sections()) {
    for (const Method& method : section.methods) {
      if (method.name == name) return &method;
    }
  }
  return nullptr;
}

Error unknown_method(std::string_view name) {
  std::vector<std::string> names;
  for (const Section& section : sections()) {
    names.push_back(section.name);
    for (const Method& method : section.methods) names.push_back(method.name);
  }
  return {.code = "compute.unknown-method",
          .message = fmt::format("no method is called \"{}\"", name),
          .help = did_you_mean(name, names, "throughline compute --list gives all of them")};
}

std::string fields_of(const Method& method) {
  std::string text;
  for (const Member& member : method.input.members) {
    if (member.is_needed) text += (text.empty() ? "" : ", ") + member.name;
  }
  return fmt::format("{} needs {}", method.name, text.empty() ? "nothing" : text);
}

// The first whose fields are given and whose schema lets them pass, else the first whose fields are given.
Result<const Method*> method_for(const Section& section, const json::value& input) {
  const json::object* object = input.if_object();
  const Method* named = nullptr;
  for (const Method& method : section.methods) {
    if (object == nullptr || !has_its_members(*object, method.input)) continue;
    if (check(input, method.input)) return &method;
    if (named == nullptr) named = &method;
  }
  if (named != nullptr) return named;
  Error error{.code = "compute.bad-input",
              .message = fmt::format("no method of {} takes these fields", section.name),
              .place = {.name = "/"},
              .help = "give the fields of one of them, or name the method itself"};
  for (const Method& method : section.methods) error.notes.push_back(fields_of(method));
  return fail(std::move(error));
}

Result<const Method*> chosen(std::string_view name, const json::value& input) {
  if (const Method* method = method_called(name)) return method;
  const auto section = std::ranges::find(sections(), name, &Section::name);
  if (section == sections().end()) return fail(unknown_method(name));
  return method_for(*section, input);
}

bool is_known(std::string_view name) {
  return method_called(name) != nullptr || std::ranges::find(sections(), name, &Section::name) != sections().end();
}

Error in_document(Error error, std::string_view document) {
  if (!document.empty()) error.place.name = fmt::format("{}#{}", document, error.place.name);
  return error;
}

}  // namespace

Result<std::string> compute(std::string_view name, std::string_view text, std::string_view document) {
  if (!is_known(name)) return fail(unknown_method(name));
  TRY(input, wire::parse_json(text, document));
  auto method = chosen(name, input);
  if (!method) return fail(in_document(method.error(), document));
  if (const Status checked = check(input, (*method)->input); !checked)
    return fail(in_document(checked.error(), document));
  Answer answer;
  (*method)->answer(Input(input.get_object()), answer);
  return wire::json_text(answer.take((*method)->name, (*method)->source));
}

std::string list() {
  json::array methods;
  for (const Section& section : sections()) {
    for (const Method& method : section.methods) {
      methods.push_back(json::object{{"name", method.name},
                                     {"section", section.name},
                                     {"title", method.title},
                                     {"source", method.source},
                                     {"input", to_json(method.input)}});
    }
  }
  return wire::json_text(json::object{{"methods", std::move(methods)}});
}

std::string refusal(const Error& error) {
  json::object out{{"status", error.code}, {"reason", error.message}};
  if (!error.place.name.empty()) out["place"] = error.place.name;
  if (error.place.line > 0) {
    out["line"] = error.place.line;
    out["column"] = error.place.column;
  }
  if (!error.notes.empty()) out["notes"] = json::value_from(error.notes);
  if (!error.help.empty()) out["help"] = error.help;
  return wire::json_text(out);
}

}  // namespace throughline::compute
