// case_file.h: one .case file: a handful of events, questions, and the tables that must come back. The format is
// described for its writers in docs/reference/cases.md.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/instant.h"

namespace throughline::cases {

struct CaseEvent {
  Instant time{};
  std::vector<std::pair<std::string, std::string>> identities;  // kind, value
  std::string name, channel, touchpoint, account;
  std::vector<std::pair<std::string, std::string>> objects;  // type, id
  std::vector<std::pair<std::string, std::string>> properties;
};

// From its time on, the person's property has this value.
struct CaseProperty {
  Instant time{};
  std::pair<std::string, std::string> identity;
  std::vector<std::pair<std::string, std::string>> values;
};

struct CaseDefinition {
  std::string file;  // "tasks/pay.yaml"
  std::string yaml;
};

struct Expected {
  enum class Kind { Table, Error, Status } kind = Kind::Table;
  std::string code;                 // of an error or a status
  std::string message;              // of an error; "" compares the code only
  std::vector<std::string> nested;  // "---- rows Claim.steps": where the rows stand in the answer; empty: its own
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  std::size_t first_line = 0, last_line = 0;  // the lines of the file that hold it, from 0, end not included
};

struct CaseAsk {
  std::size_t line = 0;  // from 1
  std::string text;      // as it was written
  std::string question;  // as JSON
  Expected expected;
};

struct CaseFile {
  std::string path;
  std::vector<std::string> lines;
  std::vector<CaseEvent> events;
  std::vector<CaseProperty> properties;
  std::vector<CaseDefinition> definitions;
  std::vector<CaseAsk> asks;
};

// Errors: case.unreadable with the line and what was expected there.
Result<CaseFile> read_case(const std::string& path);

// Words separated by white space; "two words" in quotes are one.
std::vector<std::string> words(const std::string& line);

}  // namespace throughline::cases
