#include "measure/friction/asked.h"

#include <algorithm>
#include <fmt/format.h>

#include "wire/definition.h"

namespace throughline::measure {
namespace {

using model::Definition;

constexpr std::string_view kOurs = "throughline.";
constexpr std::size_t kMostAsked = 100;

std::string rules_of(const std::string& name) {
  return name.substr(0, name.find('.'));
}

AskedFriction built_in(const Definition& definition) {
  const bool is_ours = definition.name.starts_with(kOurs);
  return {.name = is_ours ? definition.name.substr(kOurs.size()) : definition.name,
          .rules = rules_of(definition.name),
          .definition = &definition};
}

const Definition* find(const std::vector<Definition>& all, std::string_view name) {
  const auto found = std::ranges::find_if(
      all, [&](const Definition& one) { return one.kind == model::DefinitionKind::Friction && one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Result<AskedFriction> named(const std::string& name, const model::FrictionQuestion& asked,
                            const model::Catalogue& catalogue, std::size_t index) {
  if (const Definition* own = find(catalogue.all(), name)) return AskedFriction{name, "own", own};
  const std::vector<Definition>& all = wire::builtin_frictions();
  for (const std::string& full : {name, asked.rules + "." + name}) {
    if (const Definition* known = find(all, full)) return built_in(*known);
  }
  std::vector<std::string> known = catalogue.names(model::DefinitionKind::Friction);
  for (const Definition& one : all) known.push_back(built_in(one).name);
  return fail(Error{.code = "friction.unknown",
                    .message = fmt::format("no friction is called \"{}\"", name),
                    .place = {.name = fmt::format("/frictions/{}", index)},
                    .help = did_you_mean(name, known, fmt::format("there are: {}", fmt::join(known, ", ")))});
}

}  // namespace

Result<std::vector<AskedFriction>> asked_frictions(const model::FrictionQuestion& asked,
                                                   const model::Catalogue& catalogue) {
  std::vector<std::string> known;
  for (const Definition& one : wire::builtin_frictions()) known.push_back(rules_of(one.name));
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (std::ranges::find(known, asked.rules) == known.end()) {
    return fail(Error{.code = "friction.unknown-rules",
                      .message = fmt::format("no rules of frictions are called \"{}\"", asked.rules),
                      .place = {.name = "/rules"},
                      .help = did_you_mean(asked.rules, known, fmt::format("one of: {}", fmt::join(known, ", ")))});
  }
  if (asked.frictions.size() > kMostAsked) {
    return fail(Error{.code = "friction.too-many",
                      .message = fmt::format("{} frictions are asked for at once", asked.frictions.size()),
                      .place = {.name = "/frictions"},
                      .help = fmt::format("ask for {} at a time", kMostAsked)});
  }
  std::vector<AskedFriction> all;
  for (std::size_t i = 0; i < asked.frictions.size(); ++i) {
    TRY(one, named(asked.frictions[i], asked, catalogue, i));
    all.push_back(std::move(one));
  }
  if (!asked.frictions.empty()) return all;
  for (const Definition& own : catalogue.all()) {
    if (own.kind == model::DefinitionKind::Friction) all.push_back({own.name, "own", &own});
  }
  const std::size_t owned = all.size();
  for (const Definition& definition : wire::builtin_frictions()) {
    if (rules_of(definition.name) != asked.rules) continue;
    AskedFriction one = built_in(definition);
    const auto is_replaced = [&](const AskedFriction& own) { return own.name == one.name; };
    if (std::none_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(owned), is_replaced))
      all.push_back(std::move(one));
  }
  return all;
}

}  // namespace throughline::measure
