// In what order a waiting run reaches the disk. The system calls are this program's own.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "orbbench/store/spool.hpp"
#include "sample_run.hpp"

namespace {

std::vector<std::string>* calls = nullptr;
bool disk_is_full = false;

void note(const std::string& call) {
  if (calls != nullptr) {
    calls->push_back(call);
  }
}

}  // namespace

extern "C" int fsync(int file) {
  struct stat facts {};
  fstat(file, &facts);
  note(S_ISDIR(facts.st_mode) ? "sync folder"
                              : "sync " + std::string(facts.st_size > 0 ? "full" : "empty"));
  return static_cast<int>(syscall(SYS_fsync, file));
}

extern "C" int rename(const char* from, const char* to) noexcept {
  note("rename");
  return static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0U));
}

extern "C" ssize_t write(int file, const void* octets, std::size_t count) {
  if (calls != nullptr && disk_is_full) {
    errno = ENOSPC;
    return -1;
  }
  return syscall(SYS_write, file, octets, count);
}

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class SpoolFileTest : public testing::Test {
 protected:
  SpoolFileTest() {
    std::string path = fs::temp_directory_path() / "orbbench-spool.XXXXXX";
    folder_ = mkdtemp(path.data());
  }
  ~SpoolFileTest() override {
    calls = nullptr;
    disk_is_full = false;
    fs::remove_all(folder_);
  }

  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  fs::path folder_;
  std::vector<std::string> calls_;
};

TEST_F(SpoolFileTest, ContentsThenNameThenFolderReachTheDisk) {
  const store::Spool spool(folder_);
  calls = &calls_;
  const fs::path written = spool.write(make_run());
  calls = nullptr;
  EXPECT_THAT(calls_, ElementsAre("sync full", "rename", "sync folder"));
  EXPECT_THAT(files(), ElementsAre(written.filename()));
}

TEST_F(SpoolFileTest, AFolderThatIsMadeIsEnteredInTheOneAboveOnDisk) {
  const store::Spool spool(folder_ / "a" / "b");
  calls = &calls_;
  spool.write(make_run());
  calls = nullptr;
  EXPECT_THAT(calls_,
              ElementsAre("sync folder", "sync folder", "sync full", "rename", "sync folder"));
}

TEST_F(SpoolFileTest, AFullDiskIsSaidAndLeavesNoFile) {
  const store::Spool spool(folder_);
  calls = &calls_;
  disk_is_full = true;
  std::string reason;
  try {
    spool.write(make_run());
  } catch (const store::StoreError& error) {
    reason = error.what();
  }
  disk_is_full = false;
  EXPECT_THAT(reason, testing::HasSubstr("No space left on device"));
  EXPECT_THAT(files(), testing::IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
