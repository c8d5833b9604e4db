#include "decide/cohort.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

#include "wire/definition.h"
#include "wire/json.h"

namespace throughline::decide {
namespace {

namespace fs = std::filesystem;

// Double quotes of YAML, which JSON's are, too.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c == '\n' || c == '\t' ? ' ' : c;
  }
  return result + "\"";
}

Status write_new(const fs::path& path, const std::string& text) {
  std::error_code failure;
  fs::create_directories(path.parent_path(), failure);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!failure && out) return {};
  return fail(
      Error{.code = "file.not-writable", .message = "the file cannot be written", .place = {.name = path.string()}});
}

}  // namespace

Result<model::Definition> write_cohort(const std::string& folder, const std::string& name, const std::string& title,
                                       std::string question, const Zone& zone) {
  // The question by itself first, so that its errors tell their place in it.
  CHECKED(wire::parse_question(question, "the question", zone));
  // JSON has line breaks between its parts only, never in a text.
  std::ranges::replace_if(question, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  std::string yaml = fmt::format("segment: {}\n", quoted(name));
  if (!title.empty()) yaml += fmt::format("title: {}\n", quoted(title));
  yaml += fmt::format("people:\n  cohort: {}\n", question);
  const std::string file = fmt::format("segments/{}.yaml", name);
  TRY(definition, wire::parse_definition(yaml, file, zone));
  const fs::path path = fs::path(folder) / file;
  if (fs::exists(path)) {
    return fail(Error{.code = "cohort.exists",
                      .message = fmt::format("a segment \"{}\" is defined already", name),
                      .place = {.name = path.string()},
                      .help = "choose another name, or delete the file"});
  }
  CHECKED(write_new(path, yaml));
  return definition;
}

}  // namespace throughline::decide
