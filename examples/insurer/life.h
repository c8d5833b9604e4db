// life.h: what one simulated person goes through with Tarn Mutual, told in order and written to every system it
// touches.
//
// What causes what, so that an analysis can be held against it:
//   a refused document     more calls, less content, 5 points more cancellations within 90 days
//   a call-back not kept   the same, 3 points
//   a proof asked for twice, 2.2 points; a poor price page, one buyer in seven lost; a renewal 10 % dearer, more leave
// Young people use phones more, meet refusals more and would leave more anyway: a plain comparison says too much.
#pragma once

#include <string>
#include <vector>

#include "calendar.h"
#include "exports.h"
#include "facts.h"
#include "people.h"

namespace tarn {

// Trouble that makes leaving likelier: so much per week for 13 weeks.
struct Harm {
  std::int64_t from_day = 0;
  double weekly = 0;
  const char* reason = "";  // what they say when they leave over it
};

// One sitting in front of a screen. `time` moves on as things happen.
struct Sitting {
  Device device;
  Ms time = 0;
  bool is_signed_in = false;
  std::uint32_t quote = 0, claim = 0;
};

class Life {
 public:
  Life(const Calendar& calendar, Exports& exports, Facts& facts, std::vector<Person>& people, std::uint64_t seed)
      : calendar_(calendar),
        exports_(exports),
        facts_(facts),
        people_(people),
        seed_(seed),
        price_widget_day_(calendar.days() - 277),
        release_day_(calendar.days() - 164) {}

  // Everything that happens to people_[index]: for a prospect from the first visit, for a customer from the data's
  // first day.
  void live(std::size_t index);

 private:
  // buying.cpp
  bool seek(Person& p, Random& r);  // true: bought
  bool fill_quote(Person& p, Random& r, Sitting& s, bool& left_address);
  bool see_price(Person& p, Random& r, Sitting& s, bool left_address);
  bool buy(Person& p, Random& r, Sitting& s);
  bool pay(Person& p, Random& r, Sitting& s);
  void welcome(Person& p, Random& r, Ms bought);
  void send_proof(Person& p, Random& r, Ms bought);

  // staying.cpp
  void stay(Person& p, Random& r);
  void browse(Person& p, Random& r, std::int64_t day);
  void contact(Person& p, Random& r, std::int64_t day);
  void pay_instalments(Person& p, Random& r, std::int64_t from, std::int64_t to, int& increase);
  int renewal_notice(Person& p, Random& r, std::int64_t anniversary);
  void go(Person& p, Random& r, std::int64_t day, const char* reason);
  double weekly_hazard(const Person& p, std::int64_t day, int increase) const;
  void expose(const Person& p, const char* condition, std::int64_t day, double within_90_days, const char* reason);

  // claiming.cpp
  struct Claim {
    std::uint32_t number = 0;
    const char* kind = "";
    Ms time = 0;  // moves on
    bool is_online = false;
    int refusals = 0, contacts = 0, broken_promises = 0;
    std::int64_t amount_cents = 0;
    bool is_paid = true;
  };
  void claim(Person& p, Random& r, std::int64_t day);
  void report(Person& p, Random& r, Claim& c, std::int64_t day);
  void send_documents(Person& p, Random& r, Claim& c);
  bool try_upload(Person& p, Random& r, Claim& c);
  void call_about(Person& p, Random& r, Claim& c, Ms time, const char* reason);
  void chat_about(Person& p, Random& r, Claim& c, Ms time);
  void wait_for_decision(Person& p, Random& r, Claim& c);
  void settle(Person& p, Random& r, Claim& c);

  // asking.cpp
  void ask_satisfaction(Person& p, Random& r, const char* survey, Ms time, double mean, const char* theme,
                        std::uint32_t claim = 0);
  void ask_effort(Person& p, Random& r, const char* survey, Ms time, double mean, const char* theme,
                  std::uint32_t claim = 0);
  void ask_nps(Person& p, Random& r, Ms time);
  void ask_sus(Person& p, Random& r, Ms time);
  void ask(Person& p, Random& r, const char* survey, Ms time, int score, int best, const char* theme,
           std::uint32_t claim);

  // Common to all. emit(): one product event, then `pause` passes. False when it lies behind the end of the data.
  Sitting sit(Person& p, Random& r, Ms time, bool wants_app);  // opens the app, or the website and signs in
  bool emit(const Person& p, Sitting& s, const char* event, const char* screen, WebRow row = {}, Ms pause = 0);
  Ms about(Random& r, double seconds) const { return static_cast<Ms>(r.around(seconds, 0.45) * 1000); }
  void mail(Person& p, Random& r, const char* name, const char* subject, Ms time, double opens, double follows,
            std::uint32_t claim = 0);
  double progress(std::int64_t day) const {
    return static_cast<double>(day) / calendar_.days();
  }  // 0 to 1 over the data

  const Calendar& calendar_;
  Exports& exports_;
  Facts& facts_;
  std::vector<Person>& people_;
  std::uint64_t seed_;
  std::int64_t price_widget_day_;  // since then the price page loads slowly on phones
  std::int64_t release_day_;       // app 5.2: photos are sent in full size, iPhones send HEIC
  std::vector<Harm> harms_;        // of the person whose life is told
  std::uint32_t quotes_ = 0, claims_ = 0, chats_ = 0;
};

// words.cpp: what people write about a theme, glad or not. Made up of parts; no double quotes inside.
std::string words(Random& random, std::string_view theme, bool is_glad);

}  // namespace tarn
