// people.h: who lives in the simulation, what names them, and which devices they hold.
//
// Telephone numbers begin with 0 behind the area code, which no real German number does; e-mail addresses are of the
// domains kept for examples. Nobody here exists.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "calendar.h"

namespace tarn {

enum class DeviceKind : std::uint8_t { Phone, Desktop, Tablet };

struct Device {
  std::uint32_t number = 0;
  DeviceKind kind{};
  const char* platform = "web";  // web, ios, android
};

struct Person {
  enum class Role : std::uint8_t { Holder, CoInsured, Prospect };

  std::uint32_t index = 0;
  std::uint32_t household = 0;
  std::uint32_t phone_of = 0;  // a person's index: some share the family's number
  Role role{};
  bool has_account = false;  // signs in
  bool uses_app = false;
  bool wants_news = false;
  std::uint16_t first_name = 0, last_name = 0, city = 0, home = 0, plan = 0, age = 0;
  int premium_cents = 0;       // a year
  int instalments = 1;         // a year: 1, 4, 12
  std::int64_t since_day = 0;  // became a customer; before the data's first day for most
  double mood = 0;             // how content by nature; deviation 1
  double thrift = 0;           // how much the price matters; deviation 1
  double activity = 1;         // sessions, relative to others
  Device own;                  // the phone or the computer used most
  Device app;                  // the installed app, if there is one
  Device other;                // a second browser
  Device shared;               // the family's tablet; number 0 means none

  // What happened, as the simulation goes on.
  std::int64_t left_day = -1;
  double grief = 0;  // what trouble has left behind, as of grief_day; halves in about 40 days
  std::int64_t grief_day = 0;
  int contacts_about_claim = 0;

  bool is_customer_on(std::int64_t day) const {
    return role == Role::Holder && since_day <= day && (left_day < 0 || day < left_day);
  }
  double grief_on(std::int64_t day) const;
  void suffer(std::int64_t day, double amount);
};

std::string name_of(const Person& person);
std::string customer_number(std::uint32_t index);   // 4471-0093
std::string user_id(std::uint32_t index);           // u_81f2c
std::string email_of(const Person& person);         // maren.oakvale.17@example.org
std::string phone_number(std::uint32_t index);      // +49 30 0123456
std::string phone_as_dialled(std::uint32_t index);  // 0049300123456
std::string device_id(std::uint32_t number);        // a_5c90e1b2
std::string household_id(std::uint32_t household);  // H-20417
std::string policy_id(std::uint32_t index);         // P-204170
std::string claim_id(std::uint32_t number);         // C-88213
std::string quote_id(std::uint32_t number);         // Q-123456
const char* plan_name(const Person& person);
const char* city_of(const Person& person);
std::string district_of(const Person& person);  // "Ulm Altstadt": 96 of them; a household's is the same
const char* home_of(const Person& person);
const char* age_band(const Person& person);
const char* device_name(DeviceKind kind);

// `first_day` to `last_day` are the data's days. Prospects come by on some day of them.
std::vector<Person> populate(std::size_t people, std::uint64_t seed, const Calendar& calendar, std::uint32_t& devices);

}  // namespace tarn
