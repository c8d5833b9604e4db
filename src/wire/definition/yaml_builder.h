// yaml_builder.h: the door to yaml-cpp: from its events to a tree, and from its exceptions to errors.
#pragma once

#include "wire/definition/yaml_file.h"

namespace throughline::wire::yaml {

// The tree of the file's one document. The file's text has been checked (yaml_file.cpp).
Result<Node> build(const File& file);

}  // namespace throughline::wire::yaml
