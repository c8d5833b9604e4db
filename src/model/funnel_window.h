// funnel_window.h: how long a walk may take, from its entry on.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/instant.h"

namespace throughline::model {

// So much time, so many units of the calendar in the question's zone, or so many sessions, that of the entry being the
// first.
struct FunnelWindow {
  enum class Unit : std::uint8_t { Time, Day, Week, Month, Quarter, Year, Session };
  Unit unit = Unit::Time;
  Duration time{};
  int count = 0;  // of all units but Time

  template <class Rep, class Period>
  constexpr FunnelWindow(std::chrono::duration<Rep, Period> given) : time(given) {}
  constexpr FunnelWindow(Unit of, int so_many) : unit(of), count(so_many) {}
  bool operator==(const FunnelWindow&) const = default;
};
inline constexpr std::array<std::string_view, 7> kFunnelUnits{"", "day", "week", "month", "quarter", "year", "session"};
// A longer pause ends a session.
inline constexpr Duration kSessionPause = std::chrono::minutes(30);

}  // namespace throughline::model
