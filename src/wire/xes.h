// xes.h: rows of XES event logs (IEEE 1849), one per event.
//
//     <trace><string key="concept:name" value="7"/>      → case:concept:name = Text "7", case:index = Number "0",
//       <event><date key="time:timestamp" value="…"/></event></trace>            time:timestamp = Text "…"
//
// int and float are Number, boolean is Boolean, string, date and id are Text; lists, containers and attributes of
// attributes are left out. An attribute of a trace holds for the events behind it. Events outside any trace have no
// case columns. XML cannot be taken up again behind damage, so broken XML ends the file.
#pragma once

#include <memory>

#include "wire/bytes.h"
#include "wire/rows.h"

namespace throughline::wire {

// `bytes` are unpacked but not decoded: the XML parser knows UTF-8, UTF-16 and ISO-8859-1.
// Errors from next(): xml.broken, xml.entity (a DTD declares entities), xml.too-deep, xml.too-long, xes.not-a-log.
// Refusals: row.too-long, row.too-many-columns, row.name-too-long, xes.duplicate-key, xes.no-key.
Result<std::unique_ptr<RowReader>> read_xes(std::unique_ptr<ByteSource> bytes, const ReadOptions& options);

}  // namespace throughline::wire
