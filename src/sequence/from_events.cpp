#include "sequence/from_events.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "identify/resolve.h"
#include "sequence/columns.h"

namespace throughline::sequence {
namespace {

using model::Identity;

const Identity* best(const model::Event& event) {
  const auto found = std::ranges::min_element(event.identities);
  return found == event.identities.end() ? nullptr : &*found;
}

identify::People who_is_who(const std::vector<model::Event>& events,
                            const std::vector<model::PropertyChange>& changes) {
  std::map<model::IdentityId, Identity> known;
  std::vector<identify::Link> links;
  for (const model::Event& event : events) {
    for (const Identity& identity : event.identities) {
      known.emplace(id_of(identity), identity);
      if (identity == *best(event)) continue;
      links.push_back({.a = id_of(*best(event)), .b = id_of(identity), .first = event.time, .evidence = 0});
    }
  }
  for (const model::PropertyChange& change : changes) {
    if (change.identity) known.emplace(id_of(*change.identity), *change.identity);
  }
  std::vector<identify::KnownIdentity> identities;
  for (const auto& [id, identity] : known) identities.push_back({id, identity});
  return identify::resolve(identities, links);
}

bool precedes(const model::Event& a, const model::Event& b) {
  const auto key = [](const model::Event& e) {
    return std::tie(e.time, e.sequence, e.name, e.channel, e.touchpoint, e.identities, e.account, e.role, e.objects,
                    e.properties);
  };
  return key(a) < key(b);
}

class FromEvents final : public Reading {
 public:
  FromEvents(std::vector<model::Event> events, std::vector<model::PropertyChange> changes)
      : events_(std::move(events)), changes_(std::move(changes)), people_(who_is_who(events_, changes_)) {
    std::ranges::sort(events_, precedes);
    for (const model::Event& event : events_) {
      names_.intern(event.name);
      channels_.intern(event.channel);
      touchpoints_.intern(event.touchpoint);
    }
    for (Dictionary* texts : {&names_, &channels_, &touchpoints_}) renumber(*texts, std::less<>());
  }

  Result<Version> begin() override { return Version{}; }
  void end() override {}
  Result<People> people() override { return People{people_.ids, std::vector<std::uint64_t>(people_.ids.size())}; }
  // Nothing ever changes here.
  Result<Chosen> seen_since(const Version&) override { return Chosen{std::vector<bool>(people_.ids.size()), false}; }

  Result<EventTexts> texts() override {
    return EventTexts{texts_of(names_), texts_of(channels_), texts_of(touchpoints_)};
  }

  Result<std::uint64_t> event_count() override { return events_.size(); }

  Status events(const Chosen* chosen, const std::function<Status(const Event&)>& take) override {
    for (std::size_t number = 0; number < events_.size(); ++number) {
      const model::Event& event = events_[number];
      const Identity* identity = best(event);
      const std::uint32_t who = identity == nullptr ? kNobody : person(*identity);
      if (chosen != nullptr && !(who == kNobody ? chosen->nobody : chosen->people[who])) continue;
      CHECKED(take({.number = number,
                    .person = who,
                    .time = event.time,
                    .sequence = event.sequence,
                    .name = *names_.find(event.name),
                    .channel = *channels_.find(event.channel),
                    .touchpoint = *touchpoints_.find(event.touchpoint),
                    .account = event.account}));
    }
    return {};
  }

  // Numbered in that order.
  Result<std::vector<std::uint64_t>> by_content(std::vector<std::uint64_t> numbers) override {
    std::ranges::sort(numbers);
    return numbers;
  }

  Result<std::vector<std::string>> object_types() override {
    std::set<std::string> types;
    for (const model::Event& event : events_) {
      for (const model::ObjectRef& object : event.objects) types.insert(object.type);
    }
    return std::vector<std::string>(types.begin(), types.end());
  }

  Status objects(std::string_view type, const std::function<void(std::uint64_t, std::string_view)>& take) override {
    for (std::size_t number = 0; number < events_.size(); ++number) {
      for (const model::ObjectRef& object : events_[number].objects) {
        if (object.type == type) take(number, object.id);
      }
    }
    return {};
  }

  Result<std::vector<std::string>> event_properties() override {
    std::set<std::string> names;
    for (const model::Event& event : events_) {
      for (const auto& [name, value] : event.properties) {
        if (!std::holds_alternative<std::monostate>(value)) names.insert(name);
      }
    }
    return std::vector<std::string>(names.begin(), names.end());
  }

  Result<std::vector<std::string>> subject_properties(model::SubjectKind kind) override {
    std::set<std::string> names;
    for (const model::PropertyChange& change : changes_) {
      if (change.subject == kind) names.insert(change.name);
    }
    return std::vector<std::string>(names.begin(), names.end());
  }

  Status property_values(const std::vector<std::string>& names, const std::vector<std::uint64_t>* events,
                         const TakeValue& take) override {
    const auto take_all_of = [&](std::uint64_t number) {
      for (std::size_t name = 0; name < names.size(); ++name) {
        const model::Value* value = model::find(events_[number].properties, names[name]);
        if (value != nullptr && !std::holds_alternative<std::monostate>(*value))
          take(number, name, model::to_text(*value));
      }
    };
    for (std::uint64_t i = 0; i < (events != nullptr ? events->size() : events_.size()); ++i)
      take_all_of(events != nullptr ? (*events)[i] : i);
    return {};
  }

  Status property_history(model::SubjectKind kind, std::string_view object_type, std::string_view name,
                          const std::function<void(const Change&)>& take) override {
    for (const model::PropertyChange& change : changes_) {
      if (change.subject != kind || change.name != name) continue;
      if (kind == model::SubjectKind::Object && change.object.type != object_type) continue;
      const std::string text = model::to_text(change.value);
      take({.person = change.identity ? person(*change.identity) : kNobody,
            .subject = kind == model::SubjectKind::Account ? change.account : change.object.id,
            .time = change.time,
            .value = text});
    }
    return {};
  }

 private:
  static std::vector<std::string> texts_of(const Dictionary& dictionary) {
    std::vector<std::string> texts;
    for (Code code = 0; code < dictionary.size(); ++code) texts.emplace_back(dictionary.text(code));
    return texts;
  }
  std::uint32_t person(const Identity& identity) const { return people_.person_of.at(id_of(identity)); }

  std::vector<model::Event> events_;
  std::vector<model::PropertyChange> changes_;
  identify::People people_;
  Dictionary names_, channels_, touchpoints_;
};

}  // namespace

std::shared_ptr<Reading> from_events(std::vector<model::Event> events, std::vector<model::PropertyChange> changes) {
  return std::make_shared<FromEvents>(std::move(events), std::move(changes));
}

}  // namespace throughline::sequence
