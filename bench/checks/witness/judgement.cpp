#include "checks/witness/judgement.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>

namespace orbbench::bench {
namespace {

using memory::Finding;

constexpr std::size_t kMostEvidence = 20;
constexpr double kMegaOctets = 1e6;
constexpr double kGigaOctets = 1e9;

using Selection = std::function<bool(const Finding&)>;

bool is_object_copy(const Finding& finding) {
  return finding.place.is_object_memory();
}

bool is_transport_copy(const Finding& finding) {
  return !finding.place.is_object_memory();
}

bool is_any_copy(const Finding&) {
  return true;
}

std::vector<Finding> copies_in(const Look& look, const Selection& selected) {
  std::vector<Finding> copies = look.report.scan.of_canary(kTarget);
  std::erase_if(copies, [&](const Finding& finding) { return !selected(finding); });
  return copies;
}

std::uint64_t octets_of(const std::vector<Finding>& copies) {
  std::uint64_t octets = 0;
  for (const Finding& copy : copies) {
    octets += copy.hit.length;
  }
  return octets;
}

void for_each_look(const WitnessObservation& seen,
                   const std::function<void(const PathObservation&, const Look&)>& take) {
  for (const PathObservation& path : seen.paths) {
    if (path.before) {
      take(path, *path.before);
    }
    for (const Look& look : path.after) {
      take(path, look);
    }
  }
}

bool holds_whole(const Look& look, std::size_t canary) {
  const auto found = look.report.scan.of_canary(canary);
  return std::any_of(found.begin(), found.end(),
                     [](const Finding& finding) { return finding.hit.whole; });
}

/// Why what it did not see proves nothing; empty when it would have seen it.
std::string find_blindness(const WitnessObservation& seen) {
  std::string blindness;
  for_each_look(seen, [&](const PathObservation& path, const Look& look) {
    if (!look.report.scan.complete || !blindness.empty()) {
      return;
    }
    const bool is_before = path.before && &look == &*path.before;
    if (is_before && !holds_whole(look, kTarget)) {
      blindness = path.name + ": the witness is blind: the secret that the core held was not found";
    } else if (!holds_whole(look, kBystander)) {
      blindness = path.name +
                  ": the witness is blind: a secret that was never released was not "
                  "found";
    }
  });
  return blindness.empty() ? blindness
                           : blindness +
                                 "; is it the right process, and does the core keep "
                                 "secrets as they came?";
}

/// What the witness did not get to see; empty when it saw all.
std::string find_gap(const WitnessObservation& seen) {
  if (!seen.obstacle.empty()) {
    return seen.obstacle;
  }
  std::string gap;
  for_each_look(seen, [&](const PathObservation& path, const Look& look) {
    const memory::ScanReport& scan = look.report.scan;
    const std::string read = std::to_string(scan.octets_read / 1'000'000) + " MB were read";
    if (!scan.complete) {
      gap = path.name + ": only " + read +
            " within the time that the core may stand; allow more with --max-stop";
    } else if (scan.octets_unreadable > 0 && gap.empty()) {
      gap = path.name + ": " + std::to_string(scan.octets_unreadable) +
            " octets cannot be read, the first of them in " + scan.first_unreadable;
    }
  });
  return gap;
}

std::vector<Figure> figures_of_looks(const WitnessObservation& seen) {
  double looks = 0;
  double octets = 0;
  double most = 0;
  double seconds = 0;
  double stopped = 0;
  for_each_look(seen, [&](const PathObservation&, const Look& look) {
    const auto read = static_cast<double>(look.report.scan.octets_read);
    ++looks;
    octets += read;
    most = std::max(most, read);
    seconds += look.report.scan.time.count();
    stopped = std::max(stopped, look.report.stopped.count());
  });
  return {{"paths", static_cast<double>(seen.paths.size())},
          {"looks", looks},
          {"memory_mb_max", most / kMegaOctets},
          {"stopped_ms_max", stopped * 1000},
          {"scan_gb_per_s", seconds > 0 ? octets / seconds / kGigaOctets : 0}};
}

/// Verdicts that do not depend on what was found; nothing when it was seen well enough.
bool judge_sight(const WitnessObservation& seen, CheckResult& result) {
  result.figures = figures_of_looks(seen);
  if (!seen.obstacle.empty()) {
    result.verdict = Verdict::Inconclusive;
    result.summary = seen.obstacle;
    return false;
  }
  const std::string blindness = find_blindness(seen);
  if (!blindness.empty()) {
    result.verdict = Verdict::Invalid;
    result.summary = blindness;
    return false;
  }
  return true;
}

std::string milliseconds_text(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + " ms";
}

void add_evidence(CheckResult& result, const std::string& line) {
  if (result.evidence.size() < kMostEvidence) {
    result.evidence.push_back(line);
  } else if (result.evidence.size() == kMostEvidence) {
    result.evidence.emplace_back("and more");
  }
}

/// Adds a line for each copy that outlived its time. Returns how many there are.
std::size_t collect_late_copies(const WitnessObservation& seen, const Selection& selected,
                                const std::string& label, CheckResult& result) {
  std::size_t count = 0;
  std::uint64_t octets = 0;
  for (const PathObservation& path : seen.paths) {
    std::set<std::uint64_t> known;  // by address: a later look sees it again
    for (const Look& look : path.after) {
      if (look.due < kGoneAfter) {
        continue;
      }
      auto copies = copies_in(look, selected);
      std::erase_if(copies,
                    [&](const Finding& copy) { return !known.insert(copy.hit.address).second; });
      count += copies.size();
      octets += octets_of(copies);
      for (const Finding& copy : copies) {
        add_evidence(result, label + ": " + path.name + ", " + milliseconds_text(look.due) +
                                 " after release: " + describe(copy));
      }
    }
  }
  result.figures.insert(result.figures.begin(), {{"copies", static_cast<double>(count)},
                                                 {"copies_octets", static_cast<double>(octets)}});
  return count;
}

void conclude_clean(const WitnessObservation& seen, const std::string& clean, CheckResult& result) {
  const std::string gap = find_gap(seen);
  result.verdict = gap.empty() ? Verdict::Pass : Verdict::Inconclusive;
  result.summary = gap.empty() ? clean : gap;
}

std::string copies_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " copy" : " copies");
}

std::string latest_text() {
  return " from " + milliseconds_text(kGoneAfter) + " after release on";
}

/// Copies and octets at one time after release, over all paths; octet-seconds up to the last look.
struct Exposure {
  std::map<std::chrono::milliseconds, std::pair<std::size_t, std::uint64_t>> at;
  double octet_seconds = 0;  ///< of the worst path
};

// Between two looks what the earlier one saw counts: it may have stood there until the later one.
double octet_seconds_of(const PathObservation& path) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < path.after.size(); ++i) {
    const auto octets = static_cast<double>(octets_of(copies_in(path.after[i], is_any_copy)));
    sum += octets * (path.after[i + 1].at - path.after[i].at).count();
  }
  return sum;
}

Exposure measure_exposure(const WitnessObservation& seen) {
  Exposure exposure;
  for (const PathObservation& path : seen.paths) {
    for (const Look& look : path.after) {
      const auto copies = copies_in(look, is_any_copy);
      exposure.at[look.due].first += copies.size();
      exposure.at[look.due].second += octets_of(copies);
    }
    exposure.octet_seconds = std::max(exposure.octet_seconds, octet_seconds_of(path));
  }
  return exposure;
}

void add_figures(const Exposure& exposure, CheckResult& result) {
  std::vector<Figure> figures;
  for (const auto& [due, copies] : exposure.at) {
    const std::string at = "_at_" + std::to_string(due.count()) + "ms";
    figures.push_back({"copies" + at, static_cast<double>(copies.first)});
    figures.push_back({"copies_octets" + at, static_cast<double>(copies.second)});
  }
  figures.push_back({"exposure_octet_seconds_max", exposure.octet_seconds});
  result.figures.insert(result.figures.begin(), figures.begin(), figures.end());
}

}  // namespace

CheckResult judge_object_copies(const WitnessObservation& seen, const std::string& site) {
  CheckResult result;
  if (!judge_sight(seen, result)) {
    return result;
  }
  const std::size_t copies = collect_late_copies(seen, is_object_copy, site, result);
  if (copies == 0) {
    conclude_clean(seen, "no copy in heap blocks" + latest_text(), result);
    return result;
  }
  result.verdict = Verdict::Fail;
  result.summary = copies_text(copies) + " of released secrets in heap blocks" + latest_text();
  return result;
}

CheckResult judge_transport_copies(const WitnessObservation& seen, TransportCopies rule) {
  CheckResult result;
  if (!judge_sight(seen, result)) {
    return result;
  }
  const std::size_t copies = collect_late_copies(seen, is_transport_copy, "transport", result);
  if (copies == 0) {
    conclude_clean(seen, "no copy in ORB buffers, on stacks or elsewhere" + latest_text(), result);
    return result;
  }
  const bool forbidden = rule == TransportCopies::Forbidden;
  result.verdict = forbidden ? Verdict::Fail : Verdict::Pass;
  result.summary = copies_text(copies) + " in ORB buffers, on stacks or elsewhere" + latest_text() +
                   (forbidden ? "" : "; reported alone without --strict-memory");
  return result;
}

CheckResult judge_exposure(const WitnessObservation& seen, TransportCopies rule) {
  CheckResult result;
  if (!judge_sight(seen, result)) {
    return result;
  }
  add_figures(measure_exposure(seen), result);
  std::size_t forbidden = 0;
  std::size_t left = 0;
  for (const PathObservation& path : seen.paths) {
    const auto copies =
        path.after.empty() ? std::vector<Finding>() : copies_in(path.after.back(), is_any_copy);
    left += copies.size();
    forbidden +=
        rule == TransportCopies::Forbidden
            ? copies.size()
            : static_cast<std::size_t>(std::count_if(copies.begin(), copies.end(), is_object_copy));
    for (const Finding& copy : copies) {
      add_evidence(result, path.name + ", still there " + milliseconds_text(path.after.back().due) +
                               " after release: " + describe(copy));
    }
  }
  if (left == 0) {
    conclude_clean(seen, "no copy outlives the last look", result);
    return result;
  }
  result.verdict = forbidden > 0 ? Verdict::Fail : Verdict::Pass;
  result.summary = copies_text(left) + " outlive the last look";
  return result;
}

}  // namespace orbbench::bench
