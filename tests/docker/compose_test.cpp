#include <gmock/gmock.h>

#include <set>

#include "confinement.hpp"
#include "documents.hpp"
#include "image.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const std::filesystem::path kFile =
    std::filesystem::path(PROJECT_FOLDER) / "docker/docker-compose.integration.yml";

class ComposeTest : public testing::Test {
 protected:
  ComposeTest()
      : document_(read_yaml(contents_of(kFile)).at(0)), services_(document_.at("services")) {}

  const json document_;
  const json services_;
};

TEST_F(ComposeTest, EveryServiceIsConfined) {
  for (const auto& [name, service] : services_.items()) {
    EXPECT_THAT(problems_of_service(service), IsEmpty()) << name;
  }
}

// Takes away one thing after the other from a service that is in order.
TEST_F(ComposeTest, EachWayOutOfTheConfinementIsSeen) {
  const json good = services_.at("security");
  const std::vector<std::pair<json, std::string>> changes{
      {{{"user", "0:0"}}, "it runs as root"},
      {{{"user", "root"}}, "it runs as root"},
      {{{"user", nullptr}}, "it runs as root"},
      {{{"read_only", "false"}}, "it may write where it runs"},
      {{{"cap_drop", json::array({"NET_RAW"})}}, "it keeps capabilities"},
      {{{"cap_add", json::array({"SYS_PTRACE"})}}, "it is given capabilities"},
      {{{"privileged", "true"}}, "it is privileged"},
      {{{"security_opt", nullptr}}, "it may gain privileges"},
      {{{"mem_limit", nullptr}}, "it has no mem_limit"},
      {{{"cpus", nullptr}}, "it has no cpus"},
      {{{"pids_limit", nullptr}}, "it has no pids_limit"},
      {{{"environment", {{"POSTGRES_PASSWORD", "x"}}}},
       "its environment holds a secret: POSTGRES_PASSWORD"},
      {{{"environment", {{"STORE", "postgresql://ada:x@host/"}}}},
       "its environment holds a secret: STORE"},
      {{{"environment", {{"JWT_KEY_FILE", "/etc/key"}}}},
       "its environment holds a secret: JWT_KEY_FILE"},
      {{{"secrets", json::array({"jwt_key", "admin_password"})}},
       "it reads a secret that it does not have: database_password"},
      {{{"ports", json::array({"8082:8082"})}}, "its port is open to other machines: 8082:8082"},
      {{{"pid", "host"}}, "/pid is the host's"},
      {{{"network_mode", "host"}}, "/network_mode is the host's"},
      {{{"volumes", json::array({"/var/run/docker.sock:/x"})}}, "it commands the container engine"},
      {{{"healthcheck", nullptr}}, "nobody looks whether it is well"},
  };
  ASSERT_THAT(problems_of_service(good), IsEmpty());
  for (const auto& [change, problem] : changes) {
    json bad = good;
    bad.merge_patch(change);
    EXPECT_THAT(problems_of_service(bad), ElementsAre(problem)) << change;
  }
}

TEST_F(ComposeTest, WhatIsBuiltIsAnImageOfTheDockerfileAndTheRestHasAVersion) {
  const Images images = read_dockerfile(contents_of(project_folder() / "docker/Dockerfile"));
  for (const auto& [name, service] : services_.items()) {
    const std::string image = service.at("image");
    if (service.contains("build")) {
      EXPECT_TRUE(images.contains(service["build"].at("target"))) << name;
      EXPECT_EQ(service["build"].at("dockerfile"), "docker/Dockerfile") << name;
    } else {
      EXPECT_THAT(image, testing::MatchesRegex(".+:[0-9][0-9.]*-[a-z]+")) << name;
    }
  }
}

TEST_F(ComposeTest, WhatAServiceNamesIsDeclared) {
  for (const auto& [name, service] : services_.items()) {
    for (const json& secret : service.value("secrets", json::array())) {
      EXPECT_TRUE(document_.at("secrets").contains(secret)) << name << ": " << secret;
    }
    for (const json& network : service.value("networks", json::array())) {
      EXPECT_TRUE(document_.at("networks").contains(network)) << name << ": " << network;
    }
    for (const json& volume : service.value("volumes", json::array())) {
      const std::string text = volume;
      const std::string source = text.substr(0, text.find(':'));
      EXPECT_TRUE(source.front() == '.' ? std::filesystem::exists(kFile.parent_path() / source)
                                        : document_.at("volumes").contains(source))
          << name << ": " << source;
    }
  }
}

TEST_F(ComposeTest, NobodyStartsBeforeWhatItNeedsIsWell) {
  for (const auto& [name, service] : services_.items()) {
    const json needs = service.value("depends_on", json::object());
    for (const auto& [needed, how] : needs.items()) {
      ASSERT_TRUE(services_.contains(needed)) << name;
      const bool ends = services_[needed].value("restart", "") == "no";
      EXPECT_EQ(how.at("condition"), ends ? "service_completed_successfully" : "service_healthy")
          << name << " needs " << needed;
    }
  }
}

TEST_F(ComposeTest, ThePortsAreThoseOfTheContract) {
  std::set<std::string> ports;
  for (const json& service : services_) {
    for (const json& port : service.value("ports", json::array())) {
      const std::string text = port;
      ports.insert(text.substr(text.rfind(':') + 1));
    }
  }
  for (const char* port : {"8080", "8081", "8082", "12000", "9091", "9090", "5432", "6379"}) {
    EXPECT_THAT(ports, Contains(port));
  }
}

TEST_F(ComposeTest, SecretsAreFilesThatStayOutOfImagesAndOutOfTheRepository) {
  for (const auto& [name, secret] : document_.at("secrets").items()) {
    EXPECT_EQ(secret.at("file"), "./secrets/" + name);
  }
  for (const char* list : {".dockerignore", ".gitignore"}) {
    const std::string text = contents_of(project_folder() / list);
    EXPECT_THAT(text, testing::HasSubstr("docker/secrets/\n")) << list;
    EXPECT_THAT(text, testing::HasSubstr("docker/.env\n")) << list;
  }
}

}  // namespace
}  // namespace orbbench::tests
