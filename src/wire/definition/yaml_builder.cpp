#include "wire/definition/yaml_builder.h"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>
#include <tuple>
#include <utility>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "wire/definition/yaml_reader.h"

namespace throughline::wire::yaml {

// Leaves yaml-cpp's parser with an error of ours. Caught in build().
struct Refused {
  Error error;
};

class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(const File& file) : file_(file) {}

  bool has_root() const { return documents_ > 0 && root_.kind != Node::Kind::Nothing; }
  Node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      refuse(mark, "definition.several-documents", "a second document begins here", "write one definition per file");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    check(mark, "?", anchor);
    add(node(mark, Node::Kind::Nothing));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark); }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_anchor(mark); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    check(mark, tag, anchor);
    Node scalar = node(mark, Node::Kind::Text);
    scalar.quoted = tag == "!";
    scalar.text = text;
    if (scalar.quoted) check_quotes(mark);
    add(std::move(scalar));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::List);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::Mapping);
  }
  void OnMapEnd() override {
    check_keys(open_.back().node);
    close();
  }

 private:
  struct Open {
    Node node;
    bool has_key = false;  // the next node is the value of the last key
  };

  static Node node(const YAML::Mark& mark, Node::Kind kind) {
    return {.kind = kind, .line = mark.line, .column = mark.column};
  }

  [[noreturn]] void refuse(const YAML::Mark& mark, std::string code, std::string message, std::string help = {}) const {
    throw Refused(Error{.code = std::move(code),
                        .message = std::move(message),
                        .place = file_.place(mark.line, mark.column),
                        .help = std::move(help)});
  }

  [[noreturn]] void refuse_anchor(const YAML::Mark& mark) const {
    refuse(mark, "definition.anchors-not-supported", "anchors (&) and aliases (*) are not read in definitions",
           "write the value out, or put quotes around a text that begins with & or *");
  }

  void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) const {
    if (anchor != 0) refuse_anchor(mark);
    if (!tag.empty() && tag != "?" && tag != "!") {
      refuse(mark, "definition.tags-not-supported", "tags (!) are not read in definitions",
             "leave the tag out, or put quotes around a text that begins with !");
    }
  }

  // yaml-cpp 0.7 ends an open quote silently at the end of the file.
  void check_quotes(const YAML::Mark& mark) const {
    const std::string_view text = file_.rest(mark.line, mark.column);
    if (text.empty() || (text[0] != '"' && text[0] != '\'')) return;
    const char quote = text[0];
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (quote == '"' && text[i] == '\\') {
        ++i;
      } else if (text[i] == quote) {
        if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return;
        ++i;
      }
    }
    refuse(mark, "definition.broken-yaml", "this quote is never closed", fmt::format("close it with {}", quote));
  }

  void check_keys(const Node& mapping) const {
    std::vector<const Node*> keys;
    for (const Member& member : mapping.members) keys.push_back(&member.key);
    std::ranges::sort(keys, {}, [](const Node* key) { return std::tie(key->text, key->line, key->column); });
    const auto twice =
        std::ranges::adjacent_find(keys, {}, [](const Node* key) -> const std::string& { return key->text; });
    if (twice == keys.end()) return;
    const Node& first = **twice;
    const Node& second = **std::next(twice);
    throw Refused(Error{.code = "definition.duplicate-key",
                        .message = fmt::format("the key \"{}\" stands here twice", shortened(second.text)),
                        .place = file_.place(second),
                        .notes = {fmt::format("it stands first in line {}", first.line + 1)}});
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    check(mark, tag, anchor);
    if (open_.size() >= kMaxDepth) {
      refuse(mark, "definition.too-deep", fmt::format("lists and mappings lie more than {} deep", kMaxDepth));
    }
    open_.push_back({.node = node(mark, kind)});
  }

  void close() {
    Node done = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(done));
  }

  void add(Node added) {
    if (open_.empty()) {
      root_ = std::move(added);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::List) {
      parent.node.items.push_back(std::move(added));
    } else if (parent.has_key) {
      parent.node.members.back().value = std::move(added);
      parent.has_key = false;
    } else {
      if (added.kind != Node::Kind::Text) {
        throw Refused(
            Error{.code = "definition.wrong-type", .message = "a key must be a text", .place = file_.place(added)});
      }
      parent.node.members.push_back({.key = std::move(added), .value = {}});
      parent.has_key = true;
    }
  }

  const File& file_;
  std::vector<Open> open_;
  Node root_;
  int documents_ = 0;
};

namespace {

Error broken(const File& file, const YAML::Exception& exception) {
  Error error{.code = "definition.broken-yaml", .message = fmt::format("this is not YAML: {}", exception.msg)};
  error.place =
      exception.mark.is_null() ? Place{.name = file.name()} : file.place(exception.mark.line, exception.mark.column);
  if (exception.msg == "illegal map value") {
    error.help = "put quotes around a text that holds \": \", and begin the keys of one mapping in the same column";
  }
  return error;
}

}  // namespace

Result<Node> build(const File& file) {
  Builder builder(file);
  try {
    std::istringstream stream(file.text());
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (Refused& refused) {
    return fail(std::move(refused.error));
  } catch (const YAML::Exception& exception) {
    return fail(broken(file, exception));
  }
  if (!builder.has_root()) {
    return fail(Error{.code = "definition.empty",
                      .message = "the file defines nothing",
                      .place = {.name = file.name()},
                      .help = "delete the file, or write a definition into it"});
  }
  return builder.take_root();
}

}  // namespace throughline::wire::yaml
