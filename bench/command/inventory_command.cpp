#include "inventory_command.hpp"

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "inventory/comparison.hpp"
#include "inventory/inventory.hpp"
#include "inventory/report/inventory_reports.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using namespace orbbench::inventory;

constexpr int kExitIncomplete = 3;
constexpr std::uintmax_t kOctetsPerMebibyte = std::uintmax_t{1} << 20U;

struct InventoryCommandOptions {
  std::vector<std::string> paths;
  std::vector<std::string> utilities;
  std::string format = "text";
  std::uintmax_t largest_file_mib = 16;
};

InventoryOptions chosen_by(const InventoryCommandOptions& options) {
  InventoryOptions chosen;
  chosen.utilities = options.utilities;
  chosen.limits.file_octets = options.largest_file_mib * kOctetsPerMebibyte;
  return chosen;
}

std::string report_of(const Inventory& inventory, const std::string& format) {
  return format == "json"  ? json_report(inventory)
         : format == "csv" ? csv_report(inventory)
                           : text_report(inventory);
}

std::string report_of(const Inventory& before, const Inventory& after, const std::string& format) {
  const Comparison comparison = compare(before, after);
  return format == "json"  ? json_report(comparison, before, after)
         : format == "csv" ? csv_report(comparison)
                           : text_report(comparison, before, after);
}

void write(const std::string& report) {
  std::cout << report << std::flush;
  if (!std::cout) {
    throw std::runtime_error("could not write the inventory: is the disk full?");
  }
}

int run_inventory(const InventoryCommandOptions& options) try {
  std::vector<Inventory> inventories;
  std::size_t unread = 0;
  for (const std::string& path : options.paths) {
    inventories.push_back(take_inventory(path, chosen_by(options)));
    unread += inventories.back().unread.size();
  }
  write(inventories.size() == 1
            ? report_of(inventories.front(), options.format)
            : report_of(inventories.front(), inventories.back(), options.format));
  if (unread > 0) {
    std::cerr << "orbbench: the inventory is incomplete: " << unread
              << " files or folders were not read\n";
  }
  return unread > 0 ? kExitIncomplete : 0;
} catch (const PathError& error) {
  throw orb_client::ConfigError(error.what());
}

}  // namespace

void add_inventory_command(CLI::App& app, Command& chosen) {
  auto* command =
      app.add_subcommand("inventory", "List the deallocations of an Ada source tree, or of two");
  auto options = std::make_shared<InventoryCommandOptions>();
  command
      ->add_option("path", options->paths,
                   "PATH [PATH2]: folders or files; with two, what became of the first's "
                   "deallocations in the second")
      ->required()
      ->expected(1, 2);
  command
      ->add_option("--utility", options->utilities,
                   "Full name of a generic or procedure that deallocates; may be given again")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--format", options->format, "How it is written")
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();
  constexpr int kMostMebibytes = 1024;
  command
      ->add_option("--largest-file", options->largest_file_mib,
                   "MiB; a larger file is named and not read")
      ->check(CLI::Range(1, kMostMebibytes))
      ->capture_default_str();
  command->callback([&chosen, options] { chosen = [options] { return run_inventory(*options); }; });
}

}  // namespace orbbench::bench
