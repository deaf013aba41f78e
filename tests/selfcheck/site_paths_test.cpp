// Finding the site of a call path by the types that its functions' names hold.

#include "selfcheck/site_paths.hpp"

#include <gmock/gmock.h>
#include <link.h>

#include <filesystem>

namespace orbbench::tests {

/// Functions with names such as a core has. Never called: their places are what counts.
struct CredentialSecret {};
struct ObjectKey {};
struct CredentialSecretary {};

template <class Object>
struct Releases {
  [[gnu::noinline]] static void give_back(int* count) { ++*count; }
};
[[gnu::noinline]] void dispatch_any(int* count) {
  *count += 2;
}

namespace {

using free_witness::CallPathCount;
using free_witness::LoadedModule;
using free_witness::Sighting;
using selfcheck::SitePaths;
using Function = void (*)(int*);

LoadedModule this_program() {
  LoadedModule module;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* taken) {
        static_cast<LoadedModule*>(taken)->bias = info->dlpi_addr;
        return 1;  // the program itself comes first
      },
      &module);
  module.path = std::filesystem::read_symlink("/proc/self/exe");
  return module;
}

/// As if the function had called the next one at its very start.
CallPathCount path_through(const std::vector<Function>& functions) {
  CallPathCount path;
  for (const Function function : functions) {
    path.frames.push_back(reinterpret_cast<std::uint64_t>(function) + 1);
  }
  return path;
}

class SitePathsTest : public testing::Test {
 protected:
  std::string site_of(const std::vector<Function>& functions) {
    return paths_.site_of(path_through(functions), symbols_);
  }

  static constexpr Function kSecret = &Releases<CredentialSecret>::give_back;
  static constexpr Function kKey = &Releases<ObjectKey>::give_back;
  static constexpr Function kLookAlike = &Releases<CredentialSecretary>::give_back;
  static constexpr Function kOther = &dispatch_any;

  free_witness::Symbols symbols_{{this_program()}};
  SitePaths paths_{{"credential_secret", "object_key"}};
};

TEST_F(SitePathsTest, FindsTheSiteThatAFunctionNames) {
  EXPECT_EQ(site_of({kSecret}), "credential_secret");
  EXPECT_EQ(site_of({kOther, kKey}), "object_key");
}

TEST_F(SitePathsTest, TakesTheInnermostFunctionThatNamesOne) {
  EXPECT_EQ(site_of({kKey, kSecret}), "object_key");
  EXPECT_EQ(site_of({kSecret, kKey}), "credential_secret");
}

TEST_F(SitePathsTest, FindsNoSiteWhereNoFunctionNamesOne) {
  EXPECT_EQ(site_of({kOther}), "");
  EXPECT_EQ(site_of({}), "");
}

TEST_F(SitePathsTest, ANameThatOnlyBeginsLikeASiteIsNone) {
  EXPECT_EQ(site_of({kLookAlike}), "");
}

TEST_F(SitePathsTest, AddsUpTheBlocksOfASiteOverItsCallPaths) {
  Sighting sighting;
  sighting.paths = {path_through({kSecret}), path_through({kOther, kSecret}), path_through({kKey}),
                    path_through({kOther})};
  for (CallPathCount& path : sighting.paths) {
    path.blocks = 10;
  }
  sighting.paths[1].unwiped = 3;
  const auto sites = blocks_by_site(sighting, symbols_, paths_);
  ASSERT_EQ(sites.size(), 2U);
  EXPECT_EQ(sites.at("credential_secret").blocks, 20U);
  EXPECT_EQ(sites.at("credential_secret").unwiped, 3U);
  EXPECT_THAT(sites.at("credential_secret").path, testing::HasSubstr("give_back"));
  EXPECT_EQ(sites.at("object_key").unwiped, 0U);
  EXPECT_EQ(sites.at("object_key").path, "");
}

}  // namespace
}  // namespace orbbench::tests
