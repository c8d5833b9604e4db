// texts.h: a list of texts as a section of a file.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::sequence {

using Texts = std::vector<std::string_view>;  // by code

std::string bytes_of(const Texts& texts);
// Views of `bytes`, which lie at an address divisible by 8; nothing where they cannot be of bytes_of().
std::optional<Texts> texts_of(std::span<const std::byte> bytes);

}  // namespace throughline::sequence
