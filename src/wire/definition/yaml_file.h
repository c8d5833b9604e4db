// yaml_file.h: one YAML file as a tree whose every node knows where it stands.
//
//     file.place(node) → tasks/send.yaml:2:8, with the line itself and the width of a caret
//
// Only what definitions need is let in: one document of texts, lists and mappings with texts as keys. Anchors, aliases
// and tags are refused (a few lines of them can stand for gigabytes), and so are doubled keys, tabs in indentation and
// quotes that never close, which yaml-cpp lets pass.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/zone.h"

namespace throughline::wire::yaml {

inline constexpr std::size_t kMaxBytes = 1 << 20;
inline constexpr std::size_t kMaxDepth = 32;

struct Member;

struct Node {
  enum class Kind { Nothing, Text, List, Mapping };
  Kind kind = Kind::Nothing;
  bool quoted = false;
  int line = 0, column = 0;  // from 0, column in bytes
  std::string text;
  std::vector<Node> items;
  std::vector<Member> members;  // in the order written
};

struct Member {
  Node key;  // always a text
  Node value;
};

class File {
 public:
  // Errors: definition.broken-yaml, definition.not-utf8, definition.too-long, definition.too-deep, definition.empty,
  // definition.duplicate-key, definition.anchors-not-supported, definition.tags-not-supported,
  // definition.several-documents.
  // `zone`: of days and times in it that name none.
  static Result<File> parse(std::string_view text, std::string_view name, Zone zone = Zone::utc());

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }  // without a byte-order mark
  const Node& root() const { return root_; }
  const Zone& zone() const { return zone_; }

  Place place(const Node& node) const;
  Place place(int line, int column, int width = 1) const;  // line and column from 0, column in bytes

  // The text from this position to the end of the file.
  std::string_view rest(int line, int column) const;

 private:
  File(std::string_view text, std::string_view name, Zone zone);

  Status check_bytes() const;
  Status check_indentation() const;
  std::string_view line(int number) const;
  std::string name_;
  std::string text_;
  std::vector<std::size_t> line_begins_;
  Node root_;
  Zone zone_;
};

}  // namespace throughline::wire::yaml
