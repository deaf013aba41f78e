#include "memory/preload/record_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "memory/preload/block_look.hpp"

namespace orbbench::free_witness {
namespace {

int checked(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

std::uint64_t draw_multiplier() {
  std::uint64_t number = 0;
  checked(static_cast<int>(getrandom(&number, sizeof number, 0)), "getrandom");
  return number | 1U;  // odd: multiplying by it loses nothing
}

/// The table first: a filter bit without its entry would be a canary that is not found.
void insert(Fingerprints& known, std::uint64_t word) {
  const std::uint64_t print = fingerprint(word, known);
  std::size_t place = table_place(print);
  while (known.table[place] != 0 && known.table[place] != print) {
    place = (place + 1) % std::size(known.table);
  }
  known.table[place].store(print, std::memory_order_release);
  const std::size_t bit = filter_bit(print);
  known.filter[bit / 64].fetch_or(std::uint64_t{1} << (bit % 64));
}

LoadedModule copy_of(const Module& module) {
  LoadedModule copy;
  copy.start = module.start.load(std::memory_order_acquire);
  copy.end = module.end;
  copy.bias = module.bias;
  copy.path.assign(module.path, strnlen(module.path, kMostPathOctets));
  return copy;
}

std::vector<LoadedModule> copy_modules(const Record& record) {
  const std::string program(record.program, strnlen(record.program, kMostPathOctets));
  std::vector<LoadedModule> modules;
  for (const Module& module : record.modules) {
    LoadedModule copy = copy_of(module);
    if (copy.start == 0 || copy.end <= copy.start) {
      continue;
    }
    if (copy.path.empty()) {
      copy.path = program;
    }
    modules.push_back(std::move(copy));
  }
  return modules;
}

CallPathCount copy_of(const CallPath& path) {
  CallPathCount copy;
  const std::uint64_t depth =
      std::min<std::uint64_t>(path.depth.load(std::memory_order_acquire), kMostFrames);
  copy.frames.assign(path.frames, path.frames + depth);
  copy.blocks = path.blocks;
  copy.octets = path.octets;
  copy.unwiped = path.unwiped;
  copy.content = path.content;
  copy.most_content = path.most_content;
  copy.with_canary = path.with_canary;
  copy.with_whole_canary = path.with_whole_canary;
  return copy;
}

Sighting copy_of(const Record& record) {
  Sighting sighting;
  sighting.process = record.process;
  sighting.bystanders = record.bystanders;
  sighting.blocks = record.blocks;
  sighting.cut_short = record.cut_short;
  sighting.unplaced = record.unplaced;
  sighting.unplaced_with_canary = record.unplaced_with_canary;
  sighting.unwindings = record.unwindings;
  sighting.modules = copy_modules(record);
  for (const CallPath& path : record.call_paths) {
    CallPathCount copy = copy_of(path);
    if (copy.blocks > 0 && !copy.frames.empty()) {
      sighting.paths.push_back(std::move(copy));
    }
  }
  return sighting;
}

void forget_counts(CallPath& path) {
  for (auto* count : {&path.blocks, &path.octets, &path.unwiped, &path.content, &path.most_content,
                      &path.with_canary, &path.with_whole_canary}) {
    count->store(0);
  }
}

}  // namespace

RecordFile::RecordFile()
    : file_(checked(memfd_create("orbbench-free-witness", MFD_CLOEXEC | MFD_ALLOW_SEALING),
                    "memfd_create")) {
  checked(fchmod(file_.number(), 0600), "fchmod");
  checked(ftruncate(file_.number(), sizeof(Record)), "ftruncate");
  // The core may open it: cut short, it would end whoever reads it here (SIGBUS).
  checked(fcntl(file_.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL),
          "fcntl F_ADD_SEALS");
  void* memory =
      mmap(nullptr, sizeof(Record), PROT_READ | PROT_WRITE, MAP_SHARED, file_.number(), 0);
  if (memory == MAP_FAILED) {
    throw std::system_error(errno, std::generic_category(), "mmap");
  }
  record_ = static_cast<Record*>(memory);
  record_->magic = kMagic;
  record_->size = sizeof(Record);
  record_->fingerprints.multiplier = draw_multiplier();
  watch();
}

RecordFile::~RecordFile() {
  munmap(record_, sizeof(Record));
}

std::string RecordFile::path() const {
  return "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(file_.number());
}

void RecordFile::add_canary(const Canary& canary) {
  if (canaries_ == kMostCanaries) {
    throw std::length_error("the free-time witness takes " + std::to_string(kMostCanaries) +
                            " canaries and no more");
  }
  ++canaries_;
  for (std::size_t run = 0; run < Fingerprints::kRunsPerCanary; ++run) {
    std::uint64_t word = 0;
    std::memcpy(&word, canary.data() + run, sizeof word);
    insert(record_->fingerprints, word);
  }
}

void RecordFile::watch() {
  record_->watching = 1;
}

void RecordFile::pause() {
  record_->watching = 0;
}

void RecordFile::forget() {
  for (auto* count : {&record_->blocks, &record_->cut_short, &record_->unplaced,
                      &record_->unplaced_with_canary, &record_->unwindings}) {
    count->store(0);
  }
  std::for_each(std::begin(record_->call_paths), std::end(record_->call_paths), forget_counts);
}

Sighting RecordFile::read() const {
  return copy_of(*record_);
}

Sighting read_record(std::span<const std::uint8_t> octets) {
  if (octets.size() != sizeof(Record)) {
    throw std::runtime_error("it is no record of the free-time witness: it has " +
                             std::to_string(octets.size()) + " octets, and a record has " +
                             std::to_string(sizeof(Record)));
  }
  const auto record = std::make_unique<Record>();
  std::memcpy(static_cast<void*>(record.get()), octets.data(), sizeof(Record));
  if (record->magic != kMagic || record->size != sizeof(Record)) {
    throw std::runtime_error("it is no record of the free-time witness, or of another version");
  }
  return copy_of(*record);
}

}  // namespace orbbench::free_witness
