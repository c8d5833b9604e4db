// exports.h: the files that the insurer's systems would give us, held as rows until all are known, then written by
// time.
//
// What lies outside the data's days is dropped here, so that a life can be told to its end without looking at the
// clock.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "calendar.h"
#include "facts.h"
#include "people.h"

namespace tarn {

// One product event. Texts are constants, so a row is small: there are more than a million of them.
struct WebRow {
  struct Text {
    const char* key = nullptr;
    const char* value = nullptr;
  };
  Ms time = 0;
  const char* event = "";
  const char* screen = "";
  std::array<Text, 3> texts{};
  std::uint32_t person = 0, device = 0;
  std::uint32_t quote = 0, claim = 0;  // numbers; 0 is none
  std::uint32_t load_ms = 0;
  std::uint16_t tenth_megabytes = 0;
  DeviceKind kind{};
  bool is_signed_in = false, has_email = false, is_new_release = false;
  const char* platform = "";
};

struct Call {
  Ms time = 0;
  bool is_out = false;
  bool is_named = false;     // the agent typed the customer number
  bool is_withheld = false;  // no number either
  const char* queue = "Service";
  const char* reason = "";
  int waiting = 0, talk = 0, transfers = 0;
  bool is_repeat = false, asked_again = false;
  Ms callback_due = 0;  // 0: none was promised
  bool callback_kept = false;
  std::uint32_t claim = 0;
};

struct Survey {
  const char* survey = "";
  Ms sent = 0;
  Ms answered = 0;  // 0: never
  const char* sent_by = "email";
  int score = -1;
  std::array<int, 10> items{};  // SUS, when items[0] > 0
  std::string comment = {};
  std::uint32_t claim = 0;
  bool by_email = false;  // no customer: known by address only
};

class Exports {
 public:
  Exports(const Calendar& calendar, Facts& facts) : calendar_(calendar), facts_(facts) {}

  // False when the row lies after the end and was dropped.
  bool web(const Person& person, WebRow row);
  void policy(Ms recorded, const Person& holder, const Person& person, const char* booked_as, const char* sold_by,
              std::uint32_t quote, bool is_changed);
  void order(Ms time, const Person& person, const char* kind, std::int64_t cents, const char* status,
             int increase_percent);
  void cancellation(Ms time, const Person& person, const char* reason, const char* received_by);
  void call(const Person& person, const Call& call);
  void chat(Ms time, const Person& person, std::uint32_t conversation, const char* from, const char* topic,
            std::string_view text, int passed_on, std::uint32_t claim);
  void email(const Person& person, const char* template_name, const char* subject, Ms sent, Ms opened, Ms clicked,
             std::uint32_t claim);
  void visit(Ms time, const Person& person, const char* purpose, int documents, int minutes, std::uint32_t claim);
  void survey(const Person& person, const Survey& survey);
  void begin_claim(const Person& person, std::uint32_t claim, const char* kind, const char* reported_by);
  void claim_step(Ms time, const Person& person, const char* activity, bool is_complete, const char* resource,
                  std::string_view outcome = {}, std::int64_t cents = 0);

  // Writes all files into a folder that exists, adds the dirt, and counts it. False when the disk refuses.
  bool write(const std::string& folder, std::uint64_t seed, const std::vector<Person>& people);
  bool write_facts(const std::string& folder, const std::string& json);

 private:
  friend class Writer;
  struct Line {
    Ms time = 0;
    std::string text;
  };
  struct Trace {
    std::uint32_t claim = 0;
    std::string head;
    std::vector<Line> events;
  };
  bool is_outside(Ms time) const { return time < calendar_.begin() || time > calendar_.end(); }

  const Calendar& calendar_;
  Facts& facts_;
  std::vector<WebRow> web_;
  std::vector<Line> policies_, orders_, cancellations_, calls_, chats_, emails_, visits_, surveys_;
  std::vector<Trace> claims_;
};

// kId in a line stands for its place in the finished file: systems number their records as they come.
constexpr char kId = '\x01';

}  // namespace tarn
