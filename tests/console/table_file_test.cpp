#include "tables/table_file.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <string>

#include "own_folder.hpp"

namespace orbbench::console {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;
using testing::ThrowsMessage;

/// While it lives, no file of this process may be longer.
class FullDisk {
 public:
  explicit FullDisk(rlim_t octets) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{octets, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, usual_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*usual_)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

class TableFileTest : public testing::Test {
 protected:
  std::vector<fs::path> files() const {
    return {fs::directory_iterator(folder_.path()), fs::directory_iterator()};
  }

  tests::OwnFolder folder_;
};

TEST_F(TableFileTest, HoldsWhatWasWrittenAndNothingElseIsLeft) {
  folder_.write("a.csv", "before, and longer than what comes");
  replace_file(folder_ / "a.csv", std::string("one\r\n\0two", 9));
  EXPECT_EQ(folder_.read("a.csv"), std::string("one\r\n\0two", 9));
  EXPECT_THAT(files(), SizeIs(1));
}

TEST_F(TableFileTest, WhoReadsItMeanwhileSeesAllOfTheOldOne) {
  std::ifstream reader(folder_.write("a.csv", "before"));
  replace_file(folder_ / "a.csv", "after");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(reader), {}), "before");
}

TEST_F(TableFileTest, OnAFullDiskTheOldOneStays) {
  folder_.write("a.csv", "before");
  const auto write = [this] {
    const FullDisk disk(10'000);
    replace_file(folder_ / "a.csv", std::string(1'000'000, 'x'));
  };
  EXPECT_THAT(write, ThrowsMessage<std::runtime_error>(HasSubstr("File too large")));
  EXPECT_EQ(folder_.read("a.csv"), "before");
  EXPECT_THAT(files(), SizeIs(1));
}

TEST_F(TableFileTest, APlaceThatCannotBeWrittenIsSaidInOneLine) {
  EXPECT_THAT([this] { replace_file(folder_ / "none" / "a.csv", ""); },
              ThrowsMessage<std::runtime_error>(
                  AllOf(HasSubstr("none/a.csv"), HasSubstr("No such file or directory"))));
  EXPECT_THAT([this] { replace_file(folder_.path(), ""); },
              ThrowsMessage<std::runtime_error>(HasSubstr("Is a directory")));
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT([this] { replace_file(folder_ / "pipe", ""); },
              ThrowsMessage<std::runtime_error>(HasSubstr("pipe: Invalid argument")));
  EXPECT_TRUE(fs::is_fifo(folder_ / "pipe"));
}

TEST_F(TableFileTest, ALinkStaysOneAndItsFileKeepsItsMode) {
  const fs::path file = folder_.write("a.csv", "before");
  constexpr fs::perms kMode = fs::perms::owner_read | fs::perms::owner_write;
  fs::permissions(file, kMode);
  fs::create_symlink(file, folder_ / "link");
  replace_file(folder_ / "link", "after");
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(folder_.read("a.csv"), "after");
  EXPECT_EQ(fs::status(file).permissions(), kMode);
}

}  // namespace
}  // namespace orbbench::console
