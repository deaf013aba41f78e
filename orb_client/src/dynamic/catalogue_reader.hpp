#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "orbbench/orb_client/interface_catalogue.hpp"

namespace orbbench::orb_client {

struct CatalogueContent {
  std::vector<InterfaceDescription> interfaces;
  std::shared_ptr<const InterfaceCatalogue::Types> types;
};

/// Reads catalogues as orb_client/idl_catalogue/catalogue.py writes them; what several of them
/// declare under one name counts once. Throws ConfigError naming the place.
CatalogueContent read_catalogues(std::span<const std::string_view> documents);

}  // namespace orbbench::orb_client
