#include "people.h"

#include <algorithm>
#include <fmt/format.h>

namespace tarn {
namespace {

constexpr const char* kFirst[] = {
    "Maren", "Jonas",  "Ilse",  "Tariq", "Greta",  "Milan", "Frieda", "Anton", "Leyla", "Henrik",  "Nora",  "Paul",
    "Wanda", "Emil",   "Selma", "Bruno", "Marta",  "Oskar", "Ylva",   "Karim", "Thea",  "Lennart", "Ada",   "Mats",
    "Runa",  "Viktor", "Elif",  "Jakob", "Svenja", "Dario", "Hanna",  "Felix", "Agnes", "Piet",    "Zofia", "Ruben"};
constexpr const char* kLast[] = {
    "Oakvale",    "Birkmoor",    "Stennfeld", "Haldrup",    "Wexmann",     "Tarnow-Lind", "Quellhaus",   "Morgenfels",
    "Aschwinden", "Drosselkamp", "Feldhagel", "Grauwinkel", "Hollerstein", "Immenried",   "Kaltbrunner", "Lindhoop",
    "Moosdorfer", "Nebelhorst",  "Ottersund", "Pappelgrun", "Rabenried",   "Sandhoefer",  "Torfbek",     "Ulmental",
    "Vogtweiler", "Weidenbruck", "Zaunhofer", "Ebersquell", "Yarwick",     "Juniperson"};
constexpr const char* kCities[] = {"Berlin",   "Hamburg", "Koeln",   "Leipzig", "Dresden", "Bremen",
                                   "Hannover", "Kassel",  "Rostock", "Erfurt",  "Mainz",   "Ulm"};
constexpr const char* kQuarters[] = {"Mitte", "Nord", "Ost", "Sued", "West", "Altstadt", "Neustadt", "Hafen"};
constexpr const char* kDomains[] = {"example.org", "example.com", "example.net"};
constexpr const char* kPlans[] = {"Basic", "Comfort", "Premium"};
constexpr const char* kHomes[] = {"rented flat", "own flat", "house", "shared flat"};
constexpr int kPremiums[] = {9'900, 16'800, 27'600};

// A permutation of 0 … p-1 for a prime p, so that running numbers look like numbers handed out over years.
constexpr std::uint32_t scramble(std::uint32_t n, std::uint64_t factor, std::uint64_t prime) {
  return static_cast<std::uint32_t>((n + 1) * factor % prime);
}

void give_devices(Person& p, Random& random, std::uint32_t& devices) {
  const double young = p.age < 35 ? 1 : p.age < 55 ? 0.6 : 0.3;
  const bool by_phone = random.chance(0.30 + 0.40 * young);
  p.own = {++devices, by_phone ? DeviceKind::Phone : DeviceKind::Desktop, "web"};
  p.other = {++devices, by_phone ? DeviceKind::Desktop : DeviceKind::Phone, "web"};
  if (p.role == Person::Role::Prospect) {
    p.has_account = false;  // opened with the purchase
    p.uses_app = random.chance(0.35 + 0.3 * young);
  } else {
    p.has_account = random.chance(0.55 + 0.4 * young);
    p.uses_app = p.has_account && random.chance(0.30 + 0.45 * young);
  }
  if (p.uses_app) p.app = {++devices, DeviceKind::Phone, random.chance(0.42) ? "ios" : "android"};
}

void give_traits(Person& p, Random& random) {
  p.first_name = static_cast<std::uint16_t>(random.below(std::ssize(kFirst)));
  p.last_name = static_cast<std::uint16_t>(random.below(std::ssize(kLast)));
  p.city = static_cast<std::uint16_t>(random.below(std::ssize(kCities)));
  p.home = static_cast<std::uint16_t>(random.weighted(std::array{42, 18, 28, 12}));
  p.plan = static_cast<std::uint16_t>(random.weighted(std::array{38, 42, 20}));
  p.age = static_cast<std::uint16_t>(std::clamp(random.around(44, 0.32), 18.0, 89.0));
  p.premium_cents = static_cast<int>(random.around(kPremiums[p.plan], 0.22)) / 10 * 10;
  p.instalments = std::array{1, 4, 12}[random.weighted(std::array{32, 24, 44})];
  p.mood = random.normal();
  p.thrift = random.normal() + (p.age < 35 ? 0.4 : 0);
  p.activity = random.around(1, 0.7);
  p.wants_news = random.chance(0.46);
}

}  // namespace

double Person::grief_on(std::int64_t day) const {
  return day < grief_day ? grief : grief * exponential(-static_cast<double>(day - grief_day) / 58);
}

void Person::suffer(std::int64_t day, double amount) {
  grief = grief_on(day) + amount;
  grief_day = day;
}

std::string name_of(const Person& p) {
  return fmt::format("{} {}", kFirst[p.first_name], kLast[p.last_name]);
}
std::string customer_number(std::uint32_t index) {
  const std::uint32_t n = scramble(index, 48'271'003, 99'999'989);
  return fmt::format("{:04}-{:04}", n / 10'000, n % 10'000);
}
std::string user_id(std::uint32_t index) {
  return fmt::format("u_{:05x}", scramble(index, 427'001, 1'048'573));
}
std::string email_of(const Person& p) {
  std::string text =
      fmt::format("{}.{}.{}@{}", kFirst[p.first_name], kLast[p.last_name], p.index + 1, kDomains[p.index % 3]);
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}
std::string phone_number(std::uint32_t index) {
  return fmt::format("+49 30 0{:07}", scramble(index, 3'141'593, 9'999'991));
}
std::string phone_as_dialled(std::uint32_t index) {
  return fmt::format("0049300{:07}", scramble(index, 3'141'593, 9'999'991));
}
std::string device_id(std::uint32_t number) {
  return fmt::format("a_{:08x}", number * 2'654'435'761u);
}
std::string household_id(std::uint32_t household) {
  return fmt::format("H-{:06}", scramble(household, 620'003, 999'983));
}
std::string policy_id(std::uint32_t index) {
  return fmt::format("P-{:06}", scramble(index, 377'717, 999'983));
}
std::string claim_id(std::uint32_t number) {
  return fmt::format("C-{}", 50'000 + number);
}
std::string quote_id(std::uint32_t number) {
  return fmt::format("Q-{}", 300'000 + number);
}
const char* plan_name(const Person& p) {
  return kPlans[p.plan];
}
const char* city_of(const Person& p) {
  return kCities[p.city];
}
std::string district_of(const Person& p) {
  return fmt::format("{} {}", city_of(p), kQuarters[scramble(p.household, 611'953, 999'983) % std::size(kQuarters)]);
}
const char* home_of(const Person& p) {
  return kHomes[p.home];
}
const char* age_band(const Person& p) {
  return p.age < 25 ? "18-24" : p.age < 35 ? "25-34" : p.age < 50 ? "35-49" : p.age < 65 ? "50-64" : "65 and over";
}
const char* device_name(DeviceKind kind) {
  return kind == DeviceKind::Phone ? "phone" : kind == DeviceKind::Desktop ? "desktop" : "tablet";
}

std::vector<Person> populate(std::size_t count, std::uint64_t seed, const Calendar& calendar, std::uint32_t& devices) {
  std::vector<Person> people(count);
  std::uint32_t household = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Person& p = people[i];
    Random random(seed, mix(i) ^ 0x70656f706c65);
    p.index = static_cast<std::uint32_t>(i);
    p.phone_of = p.index;
    // Who shares a home with a holder stands right behind that holder.
    const bool beside_holder = i > 0 && people[i - 1].role == Person::Role::Holder;
    const double lot = random.uniform();
    p.role = beside_holder && lot < 0.13 ? Person::Role::CoInsured
             : lot < 0.565               ? Person::Role::Holder
                                         : Person::Role::Prospect;
    give_traits(p, random);
    give_devices(p, random, devices);
    if (p.role == Person::Role::CoInsured) {
      Person& holder = people[i - 1];
      p.household = holder.household;
      p.last_name = holder.last_name;
      p.city = holder.city;
      p.home = holder.home;
      p.plan = holder.plan;
      p.premium_cents = holder.premium_cents;
      p.since_day = holder.since_day;
      if (random.chance(0.3)) p.phone_of = holder.index;
      if (p.has_account && holder.has_account && random.chance(0.45))
        p.shared = holder.shared = {++devices, DeviceKind::Tablet, "web"};
      continue;
    }
    p.household = household++;
    if (p.role == Person::Role::Holder) {
      p.since_day = -random.between(1, 6 * 365);
    } else {
      // More people move, and so look for insurance, in spring and early autumn.
      constexpr int kMonths[] = {8, 8, 11, 11, 10, 9, 9, 10, 12, 11, 9, 6};
      do p.since_day = random.below(calendar.days());
      while (random.below(12) >= kMonths[calendar.month_of(p.since_day) - 1]);
    }
  }
  return people;
}

}  // namespace tarn
