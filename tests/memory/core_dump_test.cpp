// Core dumps: of a live process by gcore, made by hand, and broken in every way.

#include "memory/core_dump.hpp"

#include <gmock/gmock.h>
#include <sys/procfs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include "core_file_image.hpp"
#include "memory/dump_command.hpp"
#include "tracing.hpp"
#include "victim.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace memory;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

constexpr std::uint64_t kBase = 0x7f0000000000;

class CoreDumpTest : public testing::Test {
 protected:
  CoreDumpTest()
      : path_(fs::temp_directory_path() / ("orbbench-core-dump-test-" + std::to_string(getpid()))) {
  }
  ~CoreDumpTest() override { fs::remove(path_); }

  void write(const Octets& octets) const {
    std::ofstream(path_, std::ios::binary)
        .write(reinterpret_cast<const char*>(octets.data()),
               static_cast<std::streamsize>(octets.size()));
  }

  ScanReport scan() const {
    CoreDump dump(path_);
    return scan_memory(dump, Patterns(std::span(&canary_, 1)), {});
  }

  ScanReport scan(const CoreFileImage& image) const {
    write(image.octets());
    return scan();
  }

  void expect_refusal(const CoreFileImage& image, const std::string& why) const {
    write(image.octets());
    EXPECT_THAT([this] { scan(); },
                ThrowsMessage<WitnessError>(AllOf(StartsWith(path_.string()), HasSubstr(why))));
  }

  Octets page_with_canary(std::size_t at) const {
    Octets page(4096, 0x11);
    canary_.reveal([&](auto plain) {
      std::copy(plain.begin(), plain.end(), page.begin() + static_cast<std::ptrdiff_t>(at));
    });
    return page;
  }

  /// A thread, a file and a page of memory with the canary inside.
  CoreFileImage sound() const {
    elf_prstatus status{};
    status.pr_pid = 77;
    const auto* octets = reinterpret_cast<const std::uint8_t*>(&status);
    Octets notes = note(NT_PRSTATUS, std::span(octets, sizeof status));
    const std::uint64_t mapped[] = {1, 4096, kBase, kBase + 4096, 3};
    Octets files(sizeof mapped);
    std::memcpy(files.data(), mapped, sizeof mapped);
    for (const char letter : {'/', 'l', 'i', 'b', '\0'}) {
      files.push_back(static_cast<std::uint8_t>(letter));
    }
    const Octets file_note = note(NT_FILE, files);
    notes.insert(notes.end(), file_note.begin(), file_note.end());
    CoreFileImage image;
    image.add_notes(notes);
    image.add_memory(kBase, page_with_canary(100), 4096);
    return image;
  }

  fs::path path_;
  Canary canary_ = Canary::draw();
};

TEST_F(CoreDumpTest, FindsACopyAndNamesItsFile) {
  const ScanReport report = scan(sound());
  ASSERT_EQ(report.findings.size(), 1U);
  const Finding& finding = report.findings.front();
  EXPECT_EQ(finding.hit.address, kBase + 100);
  EXPECT_TRUE(finding.hit.whole);
  EXPECT_EQ(finding.place.kind, RegionKind::FileBacked);
  EXPECT_EQ(finding.place.detail, "/lib");
  EXPECT_EQ(report.threads, 1U);
  EXPECT_EQ(report.octets_unreadable, 0U);
}

TEST_F(CoreDumpTest, FindsACopyAcrossTwoReadsOfALargeSegment) {
  Octets memory(3 << 20U, 0x22);
  canary_.reveal(
      [&](auto plain) { std::copy(plain.begin(), plain.end(), memory.begin() + (1 << 20U) - 16); });
  CoreFileImage image;
  image.add_memory(kBase, memory, memory.size());
  EXPECT_EQ(scan(image).findings.size(), 1U);
}

TEST_F(CoreDumpTest, SaysWhatTheDumpHasNotOfWritableMemory) {
  CoreFileImage image = sound();
  image.add_memory(kBase + 0x10000, {}, std::uint64_t{1} << 45U);
  const ScanReport report = scan(image);
  EXPECT_GT(report.octets_unreadable, 0U);
  EXPECT_THAT(report.first_unreadable, StartsWith("0x7f0000010000-"));
}

TEST_F(CoreDumpTest, TakesProgramTextThatIsNotInTheDumpForUnchanged) {
  CoreFileImage image = sound();
  image.add_memory(kBase + 0x10000, {}, 0x10000, PF_R | PF_X);
  EXPECT_EQ(scan(image).octets_unreadable, 0U);
}

TEST_F(CoreDumpTest, RefusesWhatIsNoCoreFile) {
  write({'h', 'e', 'l', 'l', 'o'});
  EXPECT_THAT([this] { scan(); }, ThrowsMessage<WitnessError>(HasSubstr("cut off")));
  CoreFileImage program = sound();
  program.header.e_type = ET_DYN;
  expect_refusal(program, "is no ELF core file");
  CoreFileImage narrow = sound();
  narrow.header.e_ident[EI_CLASS] = ELFCLASS32;
  expect_refusal(narrow, "another kind of machine");
}

TEST_F(CoreDumpTest, RefusesWhatContradictsItself) {
  CoreFileImage overlapping = sound();
  overlapping.add_memory(kBase + 8, page_with_canary(0), 4096);
  expect_refusal(overlapping, "overlap");
  CoreFileImage shorter = sound();
  shorter.segments.back().p_memsz = 10;
  expect_refusal(shorter, "longer than its memory");
  CoreFileImage wrapping = sound();
  wrapping.segments.back().p_vaddr = ~std::uint64_t{0} - 100;
  expect_refusal(wrapping, "longer than its memory");
  CoreFileImage many = sound();
  many.header.e_phnum = 60000;
  expect_refusal(many, "cut off");
  expect_refusal(CoreFileImage(), "holds no memory");
}

TEST_F(CoreDumpTest, RefusesADumpThatIsCutOff) {
  Octets octets = sound().octets();
  octets.resize(octets.size() - 1);
  write(octets);
  EXPECT_THAT([this] { scan(); }, ThrowsMessage<WitnessError>(HasSubstr("was the disk full?")));
}

// Whatever stands in the file, it is refused in words or read.
TEST_F(CoreDumpTest, StandsAnyDamage) {
  const Octets sound_octets = sound().octets();
  std::mt19937 random(20251121);
  int refused = 0;
  for (int round = 0; round < 600; ++round) {
    Octets octets = sound_octets;
    for (int i = 0; i < 3; ++i) {
      // Of the headers and notes: the memory itself may be anything.
      octets[random() % std::min<std::size_t>(octets.size(), 700)] =
          static_cast<std::uint8_t>(random());
    }
    write(octets);
    try {
      scan();
    } catch (const WitnessError& error) {
      ++refused;
      ASSERT_THAT(error.what(), StartsWith(path_.string()));
    }
  }
  EXPECT_GT(refused, 20);
  EXPECT_LT(refused, 580);
}

class DumpCommandTest : public CoreDumpTest {
 protected:
  ProcessReport scan_by(const std::string& text, std::stop_token stop = {}) const {
    return scan_dump({.text = text, .pid = victim_.pid(), .stop = std::move(stop)},
                     std::span(&canary_, 1));
  }

  Victim victim_;
};

TEST_F(DumpCommandTest, ReadsWhatTheCommandPutsInTheFile) {
  write(sound().octets());
  const std::string copy = "cp " + path_.string();
  EXPECT_EQ(scan_by(copy + " $DUMP_FILE").scan.findings.size(), 1U);
  EXPECT_EQ(scan_by(copy + " \"$DUMP_FILE.$CORE_PID\"").scan.findings.size(), 1U);
}

TEST_F(DumpCommandTest, RemovesTheDumpThatIsForThisUserAlone) {
  write(sound().octets());
  const std::string note_path = path_.string() + "-note";
  scan_by("cp " + path_.string() + " $DUMP_FILE; stat -c '%a %n' $(dirname $DUMP_FILE) > " +
          note_path);
  std::ifstream file(note_path);
  std::string rights;
  std::string folder;
  file >> rights >> folder;
  fs::remove(note_path);
  EXPECT_EQ(rights, "700");
  EXPECT_FALSE(fs::exists(folder)) << folder;
}

TEST_F(DumpCommandTest, SaysWhyThereIsNoDump) {
  EXPECT_THAT([&] { scan_by("echo no such host >&2; exit 3"); },
              ThrowsMessage<WitnessError>(HasSubstr("status 3: no such host")));
  EXPECT_THAT([&] { scan_by("true"); },
              ThrowsMessage<WitnessError>(HasSubstr("wrote no file $DUMP_FILE")));
}

TEST_F(DumpCommandTest, EndsTheCommandWhenAsked) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THAT([&] { scan_by("sleep 1000", source.get_token()); },
              ThrowsMessage<WitnessError>(HasSubstr("did not end in time")));
}

/// Places as gcore has them, that only names in a live process tell apart.
class GcoreTest : public DumpCommandTest {
 protected:
  void SetUp() override {
    if (std::system("command -v gcore > /dev/null") != 0) {
      GTEST_SKIP() << "gcore is not installed (package gdb)";
    }
    if (const std::string reason = why_tracing_is_forbidden(); !reason.empty()) {
      GTEST_SKIP() << reason;
    }
  }

  std::vector<Finding> scan_live() const {
    const ProcessReport report = scan_by("gcore -o $DUMP_FILE $CORE_PID");
    EXPECT_EQ(report.scan.octets_unreadable, 0U) << report.scan.first_unreadable;
    return report.scan.findings;
  }
};

TEST_F(GcoreTest, NamesThePlacesOfARealProcess) {
  const std::vector<std::pair<const char*, RegionKind>> places{
      {"heap", RegionKind::MainHeap},
      {"arena", RegionKind::MallocArena},
      {"stack", RegionKind::Stack},
      {"thread_local", RegionKind::ThreadLocal},
      {"data", RegionKind::FileBacked}};
  for (const auto& [word, kind] : places) {
    victim_.plant(word, canary_);
  }
  const auto found = scan_live();
  EXPECT_EQ(found.size(), places.size());
  for (const auto& [word, kind] : places) {
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [kind = kind](const Finding& finding) {
      return finding.place.kind == kind;
    })) << word;
  }
  victim_.tell("wipe");
  EXPECT_TRUE(scan_live().empty());
}

TEST_F(GcoreTest, KnowsTheBlocksOfTheHeaps) {
  for (const char* word : {"behind", "arena_behind", "orb_buffer"}) {
    victim_.plant(word, canary_);
  }
  const auto found = scan_live();
  EXPECT_EQ(std::count_if(found.begin(), found.end(),
                          [](const Finding& finding) { return finding.place.is_object_memory(); }),
            2);
}

}  // namespace
}  // namespace orbbench::tests
