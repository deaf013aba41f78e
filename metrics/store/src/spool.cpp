#include "orbbench/store/spool.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include <unistd.h>

#include "orbbench/store/results_store.hpp"
#include "orbbench/store/run_json.hpp"
#include "spool_file.hpp"
#include "spool_record.hpp"

namespace orbbench::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExtension = ".run";
constexpr std::size_t kMostHeadOctets = 64;

/// In the order in which they are to be stored, which is that of their runs.
std::string name_of(const StoredRun& run) {
  return to_text(run.started) + "-" + run.uuid + kExtension;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(folder, absent)) {
    if (entry.path().extension() == kExtension) {
      files.push_back(entry.path());
    }
  }
  if (absent && absent != std::errc::no_such_file_or_directory) {
    throw StoreError("cannot read " + folder.string() + ": " + absent.message());
  }
  std::ranges::sort(files);
  return files;
}

void set_aside(const fs::path& file, const std::string& reason,
               const std::function<void(const std::string&)>& tell) {
  const fs::path folder = file.parent_path() / "damaged";
  make_durable_folder(folder);
  // A name of its own: nothing that was set aside before may be replaced.
  const fs::path place = folder / (file.filename().string() + "." + make_uuid().substr(0, 8));
  if (rename(file.c_str(), place.c_str()) == 0) {
    tell("a run that waited cannot be stored: " + reason + "; it is set aside as " +
         place.string());
  } else if (errno != ENOENT) {
    throw StoreError("cannot move " + file.string() + ": " + std::strerror(errno));
  }
}

/// False when somebody else has stored it meanwhile.
bool store_file(const fs::path& file, ResultsStore& store) {
  const auto record = read_whole(file, kMostRunOctets + kMostHeadOctets);
  if (!record) {
    return false;
  }
  store.save(parse_run(body_of(*record)));
  if (unlink(file.c_str()) != 0 && errno != ENOENT) {
    throw StoreError("cannot remove " + file.string() + ": " + std::strerror(errno));
  }
  return true;
}

}  // namespace

fs::path Spool::write(const StoredRun& given) const {
  const StoredRun run = as_stored(given);
  make_durable_folder(folder_);
  fs::path path = folder_ / name_of(run);
  write_durably(path, make_record(to_json(run)));
  return path;
}

Spool::Replay Spool::replay(ResultsStore& store,
                            const std::function<void(const std::string&)>& tell) const {
  Replay replay;
  sweep_unfinished(folder_);
  for (const fs::path& file : files_in(folder_)) {
    try {
      replay.stored += store_file(file, store) ? 1U : 0U;
    } catch (const RunFormatError& error) {
      set_aside(file, error.what(), tell);
      ++replay.set_aside;
    } catch (const StoreRefused& error) {
      set_aside(file, error.what(), tell);
      ++replay.set_aside;
    } catch (const StoreUnavailable&) {
      throw;
    } catch (const StoreError& error) {
      tell(std::string("a run goes on waiting: ") + error.what());
    }
  }
  return replay;
}

}  // namespace orbbench::store
