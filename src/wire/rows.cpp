#include "wire/rows.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "wire/bytes.h"
#include "wire/csv.h"
#include "wire/jsonl.h"
#include "wire/xes.h"

namespace throughline::wire {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 4> kFormats{
    {{"csv", Format::Csv}, {"tsv", Format::Tsv}, {"jsonl", Format::Jsonl}, {"xes", Format::Xes}}};

constexpr std::array<std::pair<std::string_view, Format>, 8> kEndings{{{".csv", Format::Csv},
                                                                       {".tsv", Format::Tsv},
                                                                       {".tab", Format::Tsv},
                                                                       {".txt", Format::Csv},
                                                                       {".jsonl", Format::Jsonl},
                                                                       {".ndjson", Format::Jsonl},
                                                                       {".json", Format::Jsonl},
                                                                       {".xes", Format::Xes}}};

}  // namespace

Result<Format> parse_format(std::string_view text) {
  std::vector<std::string> known;
  for (const auto& [name, format] : kFormats) {
    if (name == text) return format;
    known.emplace_back(name);
  }
  return fail("format.unknown", fmt::format("no file format is called \"{}\"", text),
              did_you_mean(text, known, "write csv, tsv, jsonl or xes"));
}

Result<Format> format_of(std::string_view path) {
  std::string name(path.substr(path.find_last_of('/') + 1));
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  std::string_view rest = name;
  if (rest.ends_with(".gz")) rest.remove_suffix(3);
  for (const auto& [ending, format] : kEndings) {
    if (rest.ends_with(ending)) return format;
  }
  return fail(Error{.code = "format.unknown",
                    .message = "the file's name does not tell its format",
                    .place = place_in(std::string(path)),
                    .help = "name the format (csv, tsv, jsonl or xes), or end the name in .csv, .tsv, .jsonl or .xes, "
                            "with .gz or without"});
}

Result<std::unique_ptr<RowReader>> read_rows(std::unique_ptr<ByteSource> bytes, const ReadOptions& options) {
  TRY(unpacked, unpack(std::move(bytes)));
  if (options.format == Format::Xes) return read_xes(std::move(unpacked), options);
  TRY(text, to_utf8(std::move(unpacked), options.encoding));
  if (options.format == Format::Jsonl) return read_jsonl(std::move(text), options);
  return read_csv(std::move(text), options);
}

}  // namespace throughline::wire
