#include "memory/preload/free_report.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace orbbench::free_witness {
namespace {

using bench::Verdict;
using nlohmann::json;

constexpr std::size_t kMostFunctionLetters = 100;
constexpr std::size_t kFramesInText = 6;
constexpr std::size_t kMostEvidence = 20;

bool is_plumbing(const SourceFrame& frame) {
  const std::string& name = frame.function;
  return name.starts_with("operator delete") || name.starts_with("std::") ||
         name.starts_with("__gnu_cxx::") || name.starts_with("void std::") ||
         name.starts_with("__gnat_free") || name.starts_with("system__memory__free") ||
         name.starts_with("system.memory.free");
}

std::string shortened(std::string text) {
  if (text.size() > kMostFunctionLetters) {
    text.resize(kMostFunctionLetters - 3);
    text += "...";
  }
  return text;
}

template <class Figure>
std::uint64_t sum(const Sighting& sighting, Figure CallPathCount::*figure) {
  std::uint64_t total = 0;
  for (const CallPathCount& path : sighting.paths) {
    total += path.*figure;
  }
  return total;
}

std::vector<const CallPathCount*> sorted_by(const Sighting& sighting,
                                            std::uint64_t CallPathCount::*figure) {
  std::vector<const CallPathCount*> paths;
  for (const CallPathCount& path : sighting.paths) {
    if (path.*figure > 0) {
      paths.push_back(&path);
    }
  }
  std::stable_sort(paths.begin(), paths.end(),
                   [figure](const auto* a, const auto* b) { return a->*figure > b->*figure; });
  return paths;
}

std::string count_text(std::uint64_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::uint64_t blocks_with_canary(const Sighting& sighting) {
  return sum(sighting, &CallPathCount::with_canary) + sighting.unplaced_with_canary;
}

std::vector<bench::Figure> figures_of(const WatchedRun& run) {
  const Sighting& sighting = run.sighting;
  std::vector<bench::Figure> figures{
      {"blocks", static_cast<double>(sighting.blocks)},
      {"blocks_unwiped", static_cast<double>(sum(sighting, &CallPathCount::unwiped))},
      {"blocks_with_canary", static_cast<double>(blocks_with_canary(sighting))},
      {"blocks_with_whole_canary",
       static_cast<double>(sum(sighting, &CallPathCount::with_whole_canary))},
      {"call_paths", static_cast<double>(sighting.paths.size())},
      {"blocks_without_path", static_cast<double>(sighting.unplaced)},
      {"blocks_cut_short", static_cast<double>(sighting.cut_short)},
      {"unwindings", static_cast<double>(sighting.unwindings)},
      {"canaries", static_cast<double>(run.calls.lives + run.calls.refused)}};
  if (run.ping_ratio > 0) {
    figures.push_back({"ping_p50_ratio", run.ping_ratio});
  }
  return figures;
}

std::string evidence_line(const CallPathCount& path, std::uint64_t blocks, const char* what,
                          Symbols& symbols) {
  return count_text(blocks, "block") + " of " + std::to_string(path.blocks) + " with " + what +
         ": " + path_text(path, symbols, kFramesInText);
}

/// What a block that was given back with a canary leaves in the heap turns up again as a fragment
/// in blocks that were never given one: whole canaries come first, they say where it began.
std::vector<std::string> evidence_of(const Sighting& sighting, Symbols& symbols) {
  std::vector<std::string> evidence;
  for (const CallPathCount* path : sorted_by(sighting, &CallPathCount::with_whole_canary)) {
    evidence.push_back(evidence_line(*path, path->with_whole_canary, "a whole canary", symbols));
  }
  for (const CallPathCount* path : sorted_by(sighting, &CallPathCount::with_canary)) {
    if (path->with_whole_canary == 0) {
      evidence.push_back(
          evidence_line(*path, path->with_canary, "a fragment of a canary", symbols));
    }
  }
  if (evidence.size() > kMostEvidence) {
    const std::size_t further = evidence.size() - kMostEvidence;
    evidence.resize(kMostEvidence);
    evidence.push_back("and by " + count_text(further, "call path") + " more");
  }
  if (sighting.unplaced_with_canary > 0) {
    evidence.push_back(count_text(sighting.unplaced_with_canary, "block") +
                       " more, for whose call paths there was no room");
  }
  return evidence;
}

json frames_json(const CallPathCount& path, Symbols& symbols) {
  json frames = json::array();
  for (const std::uint64_t address : path.frames) {
    for (const SourceFrame& frame : symbols.frames_of(address)) {
      frames.push_back({{"function", frame.function},
                        {"file", frame.file},
                        {"line", frame.line},
                        {"module", frame.module},
                        {"address", frame.address},
                        {"inlined", frame.inlined}});
    }
  }
  return frames;
}

json path_json(const CallPathCount& path, Symbols& symbols) {
  return {{"blocks", path.blocks},
          {"octets", path.octets},
          {"unwiped", path.unwiped},
          {"content_octets", path.content},
          {"most_content_octets", path.most_content},
          {"with_canary", path.with_canary},
          {"with_whole_canary", path.with_whole_canary},
          {"frames", frames_json(path, symbols)}};
}

}  // namespace

std::string path_text(const CallPathCount& path, Symbols& symbols, std::size_t limit) {
  std::string text;
  std::size_t functions = 0;
  for (const std::uint64_t address : path.frames) {
    for (const SourceFrame& frame : symbols.frames_of(address)) {
      if (!is_plumbing(frame) && functions++ < limit) {
        text += (text.empty() ? "" : " < ") + shortened(to_string(frame));
      }
    }
  }
  return text.empty() ? "(the standard library alone)" : text;
}

bench::CheckResult judge(const WatchedRun& run, Symbols& symbols) {
  const Sighting& sighting = run.sighting;
  bench::CheckResult result;
  result.name = "witness.free";
  result.figures = figures_of(run);
  if (sighting.process == 0) {
    result.verdict = Verdict::Inconclusive;
    result.summary =
        "the core did not load the witness: it is linked statically, or setuid, or brings an "
        "allocator of its own";
    return result;
  }
  if (sighting.blocks == 0) {
    result.summary = "the core gave back no block through free: it has an allocator of its own";
    return result;
  }
  if (run.calls.lives + run.calls.refused == 0) {
    result.summary = "no canary was sent: that none came back says nothing";
    return result;
  }
  result.evidence = evidence_of(sighting, symbols);
  result.verdict = result.evidence.empty() ? Verdict::Pass : Verdict::Fail;
  const std::string among = " of " + std::to_string(sighting.blocks) + " blocks ";
  result.summary = result.evidence.empty()
                       ? "none" + among + "was given back with part of a canary in it"
                       : std::to_string(blocks_with_canary(sighting)) + among +
                             "were given back with part of a canary in them";
  if (sighting.unplaced > 0) {
    result.summary +=
        "; for the call paths of " + count_text(sighting.unplaced, "block") + " there was no room";
  }
  return result;
}

std::string unwiped_table(const Sighting& sighting, Symbols& symbols, std::size_t limit) {
  const auto paths = sorted_by(sighting, &CallPathCount::unwiped);
  std::string text = "   unwiped     blocks     octets  given back by\n";
  for (std::size_t i = 0; i < std::min(limit, paths.size()); ++i) {
    char figures[64];
    std::snprintf(figures, sizeof figures, "%10llu %10llu %10llu  ",
                  static_cast<unsigned long long>(paths[i]->unwiped),
                  static_cast<unsigned long long>(paths[i]->blocks),
                  static_cast<unsigned long long>(paths[i]->content));
    text += figures + path_text(*paths[i], symbols, kFramesInText) + "\n";
  }
  if (paths.size() > limit) {
    text += "           and " + count_text(paths.size() - limit, "call path") + " more\n";
  }
  return text;
}

std::string json_report(const WatchedRun& run, const bench::CheckResult& result, Symbols& symbols) {
  json figures = json::object();
  for (const bench::Figure& figure : result.figures) {
    figures[figure.name] = figure.value;
  }
  json paths = json::array();
  for (const CallPathCount& path : run.sighting.paths) {
    paths.push_back(path_json(path, symbols));
  }
  const json report{{"check", result.name},        {"verdict", to_string(result.verdict)},
                    {"summary", result.summary},   {"figures", figures},
                    {"evidence", result.evidence}, {"call_paths", paths}};
  return report.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace orbbench::free_witness
