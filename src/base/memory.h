// memory.h: how much memory there is, and what of it is used for what unless somebody says otherwise.
#pragma once

#include <cstdint>
#include <string>

namespace throughline {

// Bytes of memory that the process holds, mapped files not counted; 0 where that cannot be told.
std::uint64_t process_memory();

// Bytes that this process may hold at most: the machine's memory, or less where it runs in a container (a control group,
// version 1 or 2) with a share of it.
std::uint64_t available_memory();

// What questions may hold, all of the process: three quarters of what is available.
std::uint64_t usual_memory_limit();
// What is kept of columns that questions loaded: a quarter.
std::uint64_t usual_column_memory();
// What building timelines takes: an eighth, and 512 MB at most; more brings little.
std::uint64_t usual_build_memory();

// The smallest limit of memory that the control groups of a process set. `root`: where their files are; `groups`: what
// /proc/self/cgroup says. No limit: UINT64_MAX.
std::uint64_t control_group_limit(const std::string& root, const std::string& groups);

}  // namespace throughline
