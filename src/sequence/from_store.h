// from_store.h: a reading over the event store.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "sequence/known.h"
#include "sequence/reading.h"
#include "store/store.h"

namespace throughline::sequence {

// Between begin() and end() everything is read from one state of the store, whatever comes in meanwhile. Who is who is
// read when first needed. The store must outlive the reading.
class StoreReading final : public Reading {
 public:
  // With `known`, as if the store held nothing else.
  explicit StoreReading(const store::Store& store, std::optional<Known> known = {})
      : store_(store), known_(std::move(known)) {}

  // Of the state of begin(), or of when it was first needed.
  Result<std::shared_ptr<const store::Directory>> directory();

  Result<Version> begin() override;
  void end() override;
  Result<People> people() override;
  Result<EventTexts> texts() override;
  Result<std::uint64_t> event_count() override;
  Status events(const Chosen* chosen, const std::function<Status(const Event&)>& take) override;
  Result<Chosen> seen_since(const Version& before) override;

  Result<std::vector<std::uint64_t>> by_content(std::vector<std::uint64_t> numbers) override;
  Result<std::vector<std::string>> object_types() override;
  Status objects(std::string_view type,
                 const std::function<void(std::uint64_t event, std::string_view object)>& take) override;
  Result<std::vector<std::string>> event_properties() override;
  Result<std::vector<std::string>> subject_properties(model::SubjectKind kind) override;
  Status property_values(const std::vector<std::string>& names, const std::vector<std::uint64_t>* events,
                         const TakeValue& take) override;
  Status property_history(model::SubjectKind kind, std::string_view object_type, std::string_view name,
                          const std::function<void(const Change&)>& take) override;

 private:
  struct Terms {
    EventTexts texts;
    std::vector<Code> code;  // by the store's number of the term
  };
  Result<store::Connection> connect() const;
  Status read_terms(store::Connection& connection);
  Result<std::vector<std::string>> list(const std::string& sql, const std::vector<store::Parameter>& parameters);
  Status choose(const Chosen& chosen);
  static std::uint32_t person(const store::Directory& directory, std::uint64_t who);

  const store::Store& store_;
  const std::optional<Known> known_;
  std::mutex mutex_;                         // guards the two below
  std::optional<store::Connection> steady_;  // with an open transaction
  std::shared_ptr<const store::Directory> directory_;
  std::vector<Version::Taken> taken_;
  std::optional<Terms> terms_;
};

}  // namespace throughline::sequence
