#include "wire/definition/locator.h"

namespace throughline::wire::definition {

Locator::Locator(const model::Definition& definition) : file_(definition.file) {
  if (const Result<yaml::File> file = yaml::File::parse(definition.yaml, definition.file))
    collect(*file, file->root(), "");
}

void Locator::collect(const yaml::File& file, const yaml::Node& node, const std::string& path) {
  if (node.kind == yaml::Node::Kind::Text) places_[{path, node.text}].all.push_back(file.place(node));
  for (const yaml::Node& item : node.items) collect(file, item, path);
  for (const yaml::Member& member : node.members) {
    collect(file, member.value, path.empty() ? member.key.text : path + "/" + member.key.text);
  }
}

bool Locator::has(const std::string& path) const {
  const auto found = places_.lower_bound({path, std::string()});
  return found != places_.end() && found->first.first == path;
}

std::vector<std::string> Locator::paths_below(const std::string& path) const {
  std::vector<std::string> paths;
  for (const auto& [key, places] : places_) {
    if (key.first.starts_with(path + "/") && (paths.empty() || paths.back() != key.first)) paths.push_back(key.first);
  }
  return paths;
}

Place Locator::take(std::string_view path, std::string_view text) {
  const auto found = places_.find({std::string(path), std::string(text)});
  if (found == places_.end()) return {.name = file_};
  Places& places = found->second;
  const std::size_t taken = places.next < places.all.size() ? places.next++ : places.all.size() - 1;
  return places.all[taken];
}

}  // namespace throughline::wire::definition
