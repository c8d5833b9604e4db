// apply, export, import, ledger: definitions and data.

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

#include "cli/commands.h"

namespace throughline::cli {

int apply(Context& context) {
  const auto applied = context.workspace.apply();
  if (applied) return context.show(*applied);
  for (std::size_t i = 1; i < applied.error().size(); ++i)
    context.output.err(to_text(applied.error()[i], context.look()));
  const int code = context.show(applied.error().front());
  context.output.err(
      fmt::format("{} error{}; nothing was applied\n", applied.error().size(), applied.error().size() == 1 ? "" : "s"));
  return code;
}

int export_definitions(Context& context) {
  const std::string& folder = context.options.folder;
  return context.show(context.workspace.export_to(folder.empty() ? context.workspace.folder() : context.path(folder)));
}

namespace {

// A line that is drawn over itself: share of the file's bytes, rows, and how long it will still take.
class ProgressBar {
 public:
  ProgressBar(Context& context, std::string name) : context_(context), name_(std::move(name)) {}
  ~ProgressBar() {
    if (is_drawn_) context_.output.err("\r\x1b[K");
  }
  void draw(const decide::ImportProgress& now) {
    if (!context_.request.terminal.out) return;
    const auto time = Clock::now();
    if (is_drawn_ && time - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = time;
    is_drawn_ = true;
    const double share = now.total == 0 ? 0 : static_cast<double>(now.bytes) / static_cast<double>(now.total);
    constexpr int kCells = 24;
    const int full = static_cast<int>(share * kCells);
    std::string bar;
    for (int i = 0; i < kCells; ++i) bar += i < full ? "\u2588" : "\u2591";
    std::string left;
    if (share > 0.02) {
      const double elapsed = std::chrono::duration<double>(time - begun_).count();
      left = fmt::format(", {:.0f} s left", elapsed / share * (1 - share));
    }
    context_.output.err(fmt::format("\r\x1b[K{} {} {:3.0f} %  {} rows, {} refused{}", name_, bar, share * 100,
                                    grouped(now.rows), grouped(now.refused), left));
  }

 private:
  using Clock = std::chrono::steady_clock;
  Context& context_;
  std::string name_;
  Clock::time_point begun_ = Clock::now(), drawn_{};
  bool is_drawn_ = false;
};

void add(model::Answer& all, model::Answer one, const std::string& file) {
  for (model::Row& row : one.rows) {
    row.insert(row.begin(), {"file", file});
    all.rows.push_back(std::move(row));
  }
  for (auto& [name, count] : one.counts) {
    const auto found = std::ranges::find(all.counts, name, &std::pair<std::string, std::int64_t>::first);
    if (found == all.counts.end()) {
      all.counts.emplace_back(name, count);
    } else {
      found->second += count;
    }
  }
  for (std::string& note : one.notes) all.notes.push_back(fmt::format("{}: {}", file, note));
  if (all.status == "ok") {
    all.status = one.status;
    all.reason = one.reason;
  }
  all.definition = one.definition;
  if (!one.more.empty()) all.more.push_back({file, std::move(one.more)});
}

}  // namespace

int import(Context& context) {
  if (context.options.undo != 0) return context.show(context.workspace.undo(context.options.undo));
  model::Answer all;
  int code = 0;
  for (const std::string& file : context.options.files) {
    Result<model::Answer> one;
    {
      ProgressBar bar(context, file);
      one = context.workspace.import(
          {context.options.source, context.path(file)}, [&](const decide::ImportProgress& now) { bar.draw(now); },
          [&] { return context.output.cancelled(); });
    }
    if (!one) {
      code = context.show(one.error());
      continue;
    }
    if (one->status != "ok") code = 1;
    add(all, std::move(*one), file);
  }
  if (!all.rows.empty()) {
    context.show(all);
    if (context.options.format == Format::Table) {
      for (const auto& [file, more] : all.more) {
        const auto* rows = std::get_if<model::Row>(&more.value);
        if (rows == nullptr || rows->empty()) continue;
        const auto& refused = std::get<model::Rows>(rows->front().second.value);
        if (!refused.empty())
          context.output.out(
              fmt::format("first refused rows of {}:\n{}", file, to_table(refused, {}, context.look(), 2)));
      }
    }
    if (all.status != "ok" && context.options.format != Format::Table)
      context.output.err(fmt::format("error[{}]: {}\n", all.status, all.reason));
  }
  return code;
}

int ledger(Context& context) {
  if (context.options.refused != 0) return context.show(context.workspace.refused(context.options.refused));
  return context.show(context.options.imports ? context.workspace.imports() : context.workspace.ledger());
}

}  // namespace throughline::cli
