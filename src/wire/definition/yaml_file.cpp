#include "wire/definition/yaml_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <simdjson.h>

#include "wire/definition/yaml_builder.h"

namespace throughline::wire::yaml {
namespace {

constexpr std::size_t kWidestLine = 200;  // a longer line is not shown

int characters(std::string_view text) {
  return static_cast<int>(
      std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

}  // namespace

File::File(std::string_view text, std::string_view name, Zone zone) : name_(name), zone_(std::move(zone)) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text_ = text;
  line_begins_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_begins_.push_back(i + 1);
  }
}

Result<File> File::parse(std::string_view text, std::string_view name, Zone zone) {
  if (text.size() > kMaxBytes) {
    return fail(Error{.code = "definition.too-long",
                      .message = fmt::format("the file has {} bytes; a definition may have {}", text.size(), kMaxBytes),
                      .place = {.name = std::string(name)}});
  }
  File file(text, name, std::move(zone));
  CHECKED(file.check_bytes());
  CHECKED(file.check_indentation());
  TRY(root, build(file));
  file.root_ = std::move(root);
  return file;
}

// yaml-cpp reads the byte 04 as the end of the file, and YAML allows no control characters anyway.
Status File::check_bytes() const {
  for (int number = 0; number < static_cast<int>(line_begins_.size()); ++number) {
    const std::string_view bytes = line(number);
    if (!simdjson::validate_utf8(bytes.data(), bytes.size())) {
      Place where = place(number, 0);
      where.column = 0;
      where.source.clear();
      return fail(Error{.code = "definition.not-utf8",
                        .message = "this line is not UTF-8",
                        .place = where,
                        .help = "save the file as UTF-8"});
    }
    const auto control = std::ranges::find_if(bytes, [](char byte) {
      return (static_cast<unsigned char>(byte) < 0x20 && byte != '\t' && byte != '\r') || byte == 0x7F;
    });
    if (control != bytes.end()) {
      Place where = place(number, static_cast<int>(control - bytes.begin()));
      where.source.clear();
      return fail(
          Error{.code = "definition.broken-yaml",
                .message = fmt::format("a control character stands here (U+{:04X})", static_cast<unsigned>(*control)),
                .place = where});
    }
  }
  return {};
}

// yaml-cpp takes tabs for part of the text, and then complains elsewhere or not at all.
Status File::check_indentation() const {
  for (int number = 0; number < static_cast<int>(line_begins_.size()); ++number) {
    const std::string_view bytes = line(number);
    const std::size_t begin = bytes.find_first_not_of(" \t\r");
    const std::size_t tab = bytes.find('\t');
    if (begin == std::string_view::npos || tab >= begin) continue;
    return fail(Error{.code = "definition.broken-yaml",
                      .message = "a tab indents this line",
                      .place = place(number, static_cast<int>(tab)),
                      .help = "indent with spaces"});
  }
  return {};
}

std::string_view File::line(int number) const {
  if (number < 0 || number >= static_cast<int>(line_begins_.size())) return {};
  const std::size_t begin = line_begins_[static_cast<std::size_t>(number)];
  return std::string_view(text_).substr(begin, text_.find('\n', begin) - begin);
}

std::string_view File::rest(int line, int column) const {
  if (line < 0 || line >= static_cast<int>(line_begins_.size()) || column < 0) return {};
  const std::size_t begin = line_begins_[static_cast<std::size_t>(line)] + static_cast<std::size_t>(column);
  return begin < text_.size() ? std::string_view(text_).substr(begin) : std::string_view();
}

Place File::place(int number, int column, int width) const {
  std::string_view source = line(number);
  if (source.ends_with('\r')) source.remove_suffix(1);
  const std::string_view before = source.substr(0, static_cast<std::size_t>(std::max(0, column)));
  Place where{.name = name_, .line = number + 1, .column = characters(before) + 1, .width = width};
  if (source.size() <= kWidestLine) {
    where.source = source;
    std::ranges::replace(where.source, '\t', ' ');  // so that the caret stands below what it means
  }
  return where;
}

Place File::place(const Node& node) const {
  const Node& shown =
      node.kind == Node::Kind::Mapping && !node.members.empty() && rest(node.line, node.column).front() != '{'
          ? node.members.front().key
          : node;
  const std::string_view source =
      line(shown.line).substr(std::min(static_cast<std::size_t>(shown.column), line(shown.line).size()));
  int width = 1;
  if (shown.kind == Node::Kind::Text) {
    const std::size_t quotes = shown.quoted ? 1 : 0;
    if (source.size() >= shown.text.size() + 2 * quotes && source.substr(quotes, shown.text.size()) == shown.text) {
      width = characters(shown.text) + static_cast<int>(2 * quotes);
    }
  }
  return place(shown.line, shown.column, std::max(1, width));
}

}  // namespace throughline::wire::yaml
