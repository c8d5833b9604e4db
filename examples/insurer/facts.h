// facts.h: what the simulation knows for certain, for tests that hold Throughline's figures against it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "calendar.h"
#include "people.h"

namespace tarn {

// How a row names a person. Rows that name several identities join them.
enum class Named : std::uint8_t { User, Crm, Email, Phone };

enum class Ending : std::uint8_t { Success, GaveUp, Silent };  // Silent: nothing marks the end

class Facts {
 public:
  Facts(std::size_t people, std::uint32_t devices);

  void event(const char* name, Ms time) {
    ++events_[name];
    first_ = std::min(first_, time);
    last_ = std::max(last_, time);
  }
  void nobodys_event() { ++nobodys_; }

  // Identities that stood in one row. A device or a family's number stays with whom it was seen first.
  void named(std::uint32_t person, std::initializer_list<Named> names, std::uint32_t device = 0);
  void shared_phone(std::uint32_t owner);  // seen in a row whose person has another owner's number
  void household(std::uint32_t household) { ++households_[household]; }

  void attempt(const char* task, Ms start, Ms end, Ending ending, Ms within, int errors);
  void left(const char* reason) { ++cancellations_[reason]; }
  void invited(const char* survey) { ++surveys_[survey].sent; }
  void answered(const char* survey, double score, bool has_comment);
  void exposed(const char* condition, double probability_with, double probability_without);
  void claim(std::uint32_t number);  // named in some row; 0 is none
  void call_back(bool kept) { ++(kept ? kept_ : missed_); }

  void rows(const std::string& file, std::int64_t rows) { files_[file].rows = rows; }
  void duplicated(const std::string& file, std::int64_t n) { files_[file].duplicates += n; }
  void changed(const std::string& file, std::int64_t n) { files_[file].changed += n; }
  void refused(const std::string& file, const char* why, std::int64_t n) {
    if (n > 0) files_[file].refused[why] += n;
  }

  std::int64_t people();
  std::int64_t total_events() const;
  std::string to_json(std::uint64_t seed, std::size_t simulated_people, const Calendar& calendar);

 private:
  struct Attempt {
    Ms start, end, within;
    Ending ending;
    int errors;
  };
  struct Answers {
    std::int64_t sent = 0, answers = 0, comments = 0;
    double sum = 0;
    std::map<double, std::int64_t> scores;
  };
  struct Exposure {
    std::int64_t n = 0;
    double with = 0, without = 0;
  };
  struct File {
    std::int64_t rows = 0, duplicates = 0, changed = 0;
    std::map<std::string, std::int64_t> refused;
  };
  std::uint32_t root(std::uint32_t node);
  void see(std::uint32_t node) { seen_[node] = true; }

  std::uint32_t first_device_;
  std::vector<std::uint32_t> parent_;
  std::vector<bool> seen_;
  std::vector<std::uint32_t> owner_of_;  // of a device: person + 1
  Ms first_ = INT64_MAX, last_ = 0;
  std::int64_t nobodys_ = 0, kept_ = 0, missed_ = 0;
  std::vector<bool> claims_;  // by number: seen
  std::map<std::string, std::int64_t> events_, cancellations_;
  std::map<std::uint32_t, std::int64_t> households_;
  std::map<std::string, std::vector<Attempt>> attempts_;
  std::map<std::string, Answers> surveys_;
  std::map<std::string, Exposure> exposures_;
  std::map<std::string, File> files_;
};

}  // namespace tarn
