// locator.h: where in a definition's file a text stands, for checks that know the definition but not its file.
//
//     locator.take("stages/steps/metrics", "claim_effort")   journeys/claim.yaml:12:19
//
// A path is the keys from the top down; lists leave no trace in it. The same text under the same path several times:
// each call takes the next one, which is right because checks go through a definition in the order it was written.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/definition.h"
#include "wire/definition/yaml_file.h"

namespace throughline::wire::definition {

class Locator {
 public:
  explicit Locator(const model::Definition& definition);

  bool has(const std::string& path) const;
  std::vector<std::string> paths_below(const std::string& path) const;  // of texts

  // The file alone when the text does not stand there.
  Place take(std::string_view path, std::string_view text);

 private:
  void collect(const yaml::File& file, const yaml::Node& node, const std::string& path);

  struct Places {
    std::vector<Place> all;
    std::size_t next = 0;
  };
  std::string file_;
  std::map<std::pair<std::string, std::string>, Places> places_;
};

}  // namespace throughline::wire::definition
