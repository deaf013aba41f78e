#include "memory/memory_scan.hpp"

#include <algorithm>
#include <cstdio>
#include <future>

#include "memory/process_memory.hpp"
#include "memory/stopped_process.hpp"

namespace orbbench::memory {
namespace {

using Clock = std::chrono::steady_clock;

// Fits a processor's second cache, so that what was read is scanned from there.
constexpr std::size_t kPiece = 524288;
constexpr std::uint64_t kPage = 4096;
constexpr std::size_t kMostNamed = 256;

/// Brings the pieces of a source to a scanner.
class Reading {
 public:
  Reading(MemorySource& source, const Patterns& patterns, const ScanLimit& limit,
          ScanReport& report)
      : source_(source),
        limit_(limit),
        report_(report),
        buffer_(kPiece + kSeam),
        scanner_(patterns, buffer_.size()) {}
  ~Reading() { wipe(buffer_); }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  void read(const Mapping& mapping, const Stretch& stretch) {
    std::size_t overlap = 0;
    for (std::uint64_t next = stretch.start; next < stretch.end;) {
      if (limit_.reached()) {
        report_.complete = false;
        return;
      }
      const std::size_t got = read_piece(next, stretch.end, overlap);
      if (got == 0) {
        note_unreadable(mapping);
        next += kPage;
        overlap = 0;
        continue;
      }
      next += got;
      overlap = std::min(kSeam, filled_);
    }
    scanner_.finish();
  }

  const Scanner& scanner() const { return scanner_; }

 private:
  // The seam is kept from the last piece: only what is new is read.
  std::size_t read_piece(std::uint64_t address, std::uint64_t end, std::size_t overlap) {
    if (overlap > 0) {
      std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(filled_ - overlap), overlap,
                  buffer_.begin());
    }
    const std::size_t room = std::min<std::uint64_t>(kPiece, end - address);
    const std::size_t got = source_.read(address, std::span(buffer_).subspan(overlap, room));
    filled_ = overlap + got;
    report_.octets_read += got;
    if (got > 0) {
      scanner_.scan(address - overlap, std::span(buffer_).first(filled_), overlap);
    }
    return got;
  }

  void note_unreadable(const Mapping& mapping) {
    scanner_.finish();
    report_.octets_unreadable += kPage;
    if (report_.first_unreadable.empty()) {
      char range[64];
      std::snprintf(range, sizeof range, "0x%llx-0x%llx",
                    static_cast<unsigned long long>(mapping.start),
                    static_cast<unsigned long long>(mapping.end));
      report_.first_unreadable = range + (mapping.name.empty() ? "" : " " + mapping.name);
    }
  }

  MemorySource& source_;
  const ScanLimit& limit_;
  ScanReport& report_;
  std::vector<std::uint8_t> buffer_;
  std::size_t filled_ = 0;
  Scanner scanner_;
};

void name_places(MemorySource& source, const Scanner& scanner, const ScanLimit& limit,
                 ScanReport& report) {
  std::vector<Hit> hits = without_shadows(scanner.hits());
  report.findings_left_out = scanner.hits_left_out();
  if (hits.size() > kMostNamed) {
    report.findings_left_out += hits.size() - kMostNamed;
    hits.resize(kMostNamed);
  }
  if (hits.empty()) {
    return;
  }
  PlaceNamer namer(source, limit);
  for (const Hit& hit : hits) {
    report.findings.push_back({hit, namer.name(hit.address)});
  }
}

ProcessReport stop_and_scan(const ProcessScan& settings, const Patterns& patterns) {
  ProcessReport report;
  const auto start = Clock::now();
  const ScanLimit limit{start + settings.most_stopped, settings.stop};
  {
    const StoppedProcess stopped(settings.pid, limit.end);
    ProcessMemory memory(settings.pid, stopped.threads());
    report.scan = scan_memory(memory, patterns, limit);
  }
  report.stopped = Clock::now() - start;
  return report;
}

}  // namespace

std::string describe(const Finding& finding) {
  char address[32];
  std::snprintf(address, sizeof address, "0x%llx",
                static_cast<unsigned long long>(finding.hit.address));
  std::string text = std::to_string(finding.hit.length) + " octets " +
                     (finding.hit.whole ? "" : "of a fragment ") + to_string(finding.hit.encoding) +
                     " at " + address + ", " + to_string(finding.place.kind);
  if (!finding.place.detail.empty()) {
    text += " (" + finding.place.detail + ")";
  }
  if (const auto& block = finding.place.block) {
    text += block->in_use
                ? ", in a block of " + std::to_string(block->end - block->start) + " octets"
                : ", in a block that is free";
  }
  if (finding.place.orb_buffer_offset) {
    text += ", ORB buffer at offset " + std::to_string(*finding.place.orb_buffer_offset);
  }
  return text;
}

std::vector<Finding> ScanReport::of_canary(std::size_t canary) const {
  std::vector<Finding> found;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(found),
               [canary](const Finding& finding) { return finding.hit.canary == canary; });
  return found;
}

ScanReport scan_memory(MemorySource& source, const Patterns& patterns, const ScanLimit& limit) {
  ScanReport report;
  const auto start = Clock::now();
  Reading reading(source, patterns, limit, report);
  for (const Mapping& mapping : source.mappings()) {
    for (const Stretch& stretch : source.stretches(mapping)) {
      reading.read(mapping, stretch);
    }
  }
  report.threads = source.threads().size();
  report.time = Clock::now() - start;
  name_places(source, reading.scanner(), limit, report);
  return report;
}

void require_readable(const ProcessScan& settings) {
  std::async(std::launch::async, [&] {
    const StoppedProcess stopped(settings.pid, Clock::now() + settings.most_stopped);
    const ProcessMemory memory(settings.pid, {});
  }).get();
}

// On a thread of its own: the kernel lets go of all that a tracing thread held when it ends.
ProcessReport scan_process(const ProcessScan& settings, std::span<const Canary> canaries) {
  const Patterns patterns(canaries);
  return std::async(std::launch::async, [&] { return stop_and_scan(settings, patterns); }).get();
}

}  // namespace orbbench::memory
