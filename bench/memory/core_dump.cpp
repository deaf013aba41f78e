#include "memory/core_dump.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "memory/core_file.hpp"
#include "memory/malloc_blocks.hpp"

namespace orbbench::memory {
namespace {

constexpr std::uint64_t kPage = 4096;

}  // namespace

CoreDump::CoreDump(const std::string& path)
    : file_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
  if (file_.number() < 0) {
    throw WitnessError(path + " cannot be opened");
  }
  CoreFile core = read_core_file(file_.number(), path);
  for (CoreSegment& segment : core.segments) {
    segments_.push_back({segment.mapping.start, segment.file_octets, segment.file_offset});
    mappings_.push_back(std::move(segment.mapping));
  }
  threads_ = std::move(core.threads);
  name_main_heap();
}

std::vector<Stretch> CoreDump::stretches(const Mapping& mapping) {
  std::vector<Stretch> stretches;
  const Segment* segment = segment_at(mapping.start);
  if (segment == nullptr) {
    return stretches;
  }
  const std::uint64_t end = segment->start + segment->octets;
  if (segment->octets > 0) {
    stretches.push_back({segment->start, end});
  }
  // A page of it stands for all that is missing, however much that claims to be. What cannot be
  // written to, and is not in the dump, is as it was in its file.
  if (mapping.writable && end < mapping.end) {
    stretches.push_back({end, std::min(mapping.end, end + kPage)});
  }
  return stretches;
}

std::size_t CoreDump::read(std::uint64_t address, std::span<std::uint8_t> octets) {
  const Segment* segment = segment_at(address);
  if (segment == nullptr || address - segment->start >= segment->octets) {
    return 0;
  }
  const std::uint64_t within = address - segment->start;
  const std::size_t wanted = std::min<std::uint64_t>(octets.size(), segment->octets - within);
  std::size_t done = 0;
  while (done < wanted) {
    const ssize_t got = pread(file_.number(), octets.data() + done, wanted - done,
                              static_cast<off_t>(segment->file_offset + within + done));
    if (got <= 0) {
      break;
    }
    done += static_cast<std::size_t>(got);
  }
  return done;
}

const CoreDump::Segment* CoreDump::segment_at(std::uint64_t address) const {
  const Mapping* mapping = mapping_at(mappings_, address);
  return mapping == nullptr ? nullptr
                            : &segments_[static_cast<std::size_t>(mapping - mappings_.data())];
}

// Only the kernel's list of mappings calls it so: here it is the first that malloc's blocks fill.
void CoreDump::name_main_heap() {
  const ScanLimit none;
  MallocBlocks blocks(*this, none);
  const auto heap = std::find_if(mappings_.begin(), mappings_.end(), [&](const Mapping& mapping) {
    return mapping.name.empty() && mapping.writable && blocks.make_up(mapping);
  });
  if (heap != mappings_.end()) {
    heap->name = "[heap]";
  }
}

}  // namespace orbbench::memory
