#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "decide/readings.h"

namespace throughline::decide {
namespace {

using identify::Link;
using model::Identity;
using model::IdentityId;
using store::Directory;

std::string written(const Identity& identity) {
  return fmt::format("{} {}", to_text(identity.kind), identity.value);
}

// Identities of a directory by id: built per question, since questions about one person are rare.
std::map<IdentityId, const Identity*> by_id(const Directory& directory) {
  std::map<IdentityId, const Identity*> result;
  for (const auto& known : directory.identities) result.emplace(known.id, &known.identity);
  return result;
}

std::uint32_t person_of(const Directory& directory, IdentityId id) {
  return directory.people.person_of.at(id);
}

}  // namespace

Result<std::uint32_t> find_person(const Directory& directory, std::string_view id) {
  if (const auto person_id = model::parse_person_id(id)) {
    // Any identity's number will do: a person's id is that of their best identity, and a better one may have joined
    // since.
    if (const auto found = directory.people.person_of.find(IdentityId{person_id->value});
        found != directory.people.person_of.end())
      return found->second;
  }
  std::map<std::uint32_t, std::string> found;
  for (std::size_t kind = 0; kind < model::kIdentityKinds.size(); ++kind) {
    const auto identity = model::normalise(static_cast<model::IdentityKind>(kind), id);
    if (!identity) continue;
    if (const auto person = directory.people.person_of.find(model::id_of(*identity));
        person != directory.people.person_of.end()) {
      found.try_emplace(person->second, written(*identity));
    }
  }
  if (found.size() == 1) return found.begin()->first;
  if (found.empty()) {
    return fail(Error{
        .code = "person.unknown",
        .message = fmt::format("nobody is known as \"{}\"", id),
        .notes = {fmt::format("searched {} identities of {} people", directory.identities.size(),
                              directory.people.ids.size())},
        .help = "give a person id (p_…) or a whole user id, CRM id, e-mail, phone number, anonymous or device id"});
  }
  Error error{.code = "person.ambiguous",
              .message = fmt::format("\"{}\" names {} people", id, found.size()),
              .help = "use the person id"};
  for (const auto& [person, identity] : found)
    error.notes.push_back(fmt::format("{} is {}", to_text(directory.people.ids[person]), identity));
  return fail(std::move(error));
}

std::vector<Identity> identities_of(const Directory& directory, std::uint32_t person) {
  std::vector<Identity> identities;
  for (const auto& known : directory.identities) {
    if (person_of(directory, known.id) == person) identities.push_back(known.identity);
  }
  std::ranges::sort(identities);
  return identities;
}

model::Rows joined(const Directory& directory, std::uint32_t person) {
  const auto names = by_id(directory);
  std::map<IdentityId, std::vector<const Link*>> links;
  for (const std::uint32_t index : directory.people.joined) {
    const Link& link = directory.links[index];
    if (person_of(directory, link.a) != person) continue;
    links[link.a].push_back(&link);
    links[link.b].push_back(&link);
  }

  // The facts that joined are a tree; walked from the best identity, each identity has the one fact that brought it in.
  model::Rows rows;
  const Identity best = identities_of(directory, person).front();
  std::vector<std::pair<IdentityId, const Link*>> walk{{model::id_of(best), nullptr}};
  std::set<IdentityId> seen{walk.front().first};
  for (std::size_t i = 0; i < walk.size(); ++i) {
    const auto [id, link] = walk[i];
    const Identity& identity = *names.at(id);
    model::Row row{{"kind", std::string(to_text(identity.kind))}, {"value", identity.value}};
    if (link == nullptr) {
      row.emplace_back("why", "the person is called after this identity");
    } else {
      const Identity& other = *names.at(link->a == id ? link->b : link->a);
      const auto& evidence = directory.evidence[link->evidence];
      row.emplace_back("why", fmt::format("stands in one row with {}: source {}, import {}, line {}", written(other),
                                          evidence.source, evidence.import, evidence.line));
      row.emplace_back("joined_to", written(other));
      row.emplace_back("source", evidence.source);
      row.emplace_back("import", evidence.import);
      row.emplace_back("line", evidence.line);
      row.emplace_back("time", link->first);
    }
    rows.push_back(std::move(row));
    for (const Link* next : links[id]) {
      const IdentityId far = next->a == id ? next->b : next->a;
      if (seen.insert(far).second) walk.emplace_back(far, next);
    }
  }
  return rows;
}

model::Rows kept_apart(const Directory& directory, std::uint32_t person) {
  const auto names = by_id(directory);
  model::Rows rows;
  for (const std::uint32_t index : directory.people.kept_apart) {
    const Link& link = directory.links[index];
    const std::uint32_t a = person_of(directory, link.a), b = person_of(directory, link.b);
    if (a == b || (a != person && b != person)) continue;
    const IdentityId mine = a == person ? link.a : link.b, other = a == person ? link.b : link.a;
    const Identity& device = names.at(mine)->kind > names.at(other)->kind ? *names.at(mine) : *names.at(other);
    rows.push_back(
        {{"kind", std::string(to_text(names.at(other)->kind))},
         {"value", names.at(other)->value},
         {"other", to_text(directory.people.ids[a == person ? b : a])},
         {"why", fmt::format("{} is shared with {}: people who sign in separately are not joined by a shared {}",
                             written(device), to_text(directory.people.ids[a == person ? b : a]),
                             device.kind == model::IdentityKind::Phone ? "phone" : "device")}});
  }
  return rows;
}

}  // namespace throughline::decide
