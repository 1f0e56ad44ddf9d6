"""Names, descriptions and contracts: what the project promises of its tables."""

from collections.abc import Mapping
from pathlib import Path

from tests.conftest import PROJECT
from tests.project.conftest import Manifest, Node

PUBLIC = {
    "accepted_orders",
    "rejected_orders",
    "rejected_rows",
    "reconciliation",
    "tier_migrations",
    "customer_migrations",
    "growth_accounting",
    "cohort_retention",
    "time_in_tier",
    "customer_facts",
    "tier_cuts",
    "rfm_scores",
    "abc_tiers",
    "lifecycle_stages",
    "abc_margin_tiers",
    "loyalty_levels",
    "value_types",
    "man_profiles",
    "key_accounts",
    "customer_grades",
    "buying_styles",
    "price_tiers",
    "forecast_segments",
    "customer_tiers",
    "customer_contacts",
    "tier_explanations",
    "tier_summary",
    "store_loyalty",
    "portfolio_focus",
    "product_abc",
    "acquisition_channels",
    "customer_experience",
    "purchase_habits",
    "next_categories",
    "care_calendar",
    "customer_actions",
    "cluster_rules",
    "customer_clusters",
    "cluster_profile",
    "cluster_segments",
    "factor_loadings",
    "business_metrics",
    "customer_forecasts",
    "forecast_accuracy",
    "forecast_champions",
    "forecast_parameters",
}
BY_CUSTOMER = {
    "customer_facts",
    "rfm_scores",
    "abc_tiers",
    "lifecycle_stages",
    "abc_margin_tiers",
    "loyalty_levels",
    "value_types",
    "man_profiles",
    "key_accounts",
    "customer_grades",
    "buying_styles",
    "price_tiers",
    "forecast_segments",
    "customer_tiers",
    "tier_explanations",
    "customer_experience",
    "purchase_habits",
    "next_categories",
    "care_calendar",
    "customer_clusters",
    "customer_actions",
    "customer_forecasts",
}


def test_the_public_tables_are_the_promised_ones_in_schema_marts(
    models: Mapping[str, Node],
) -> None:
    public = {name for name, node in models.items() if node["access"] == "public"}
    in_marts = {name for name, node in models.items() if node["schema"] == "marts"}
    assert public == PUBLIC
    assert in_marts == PUBLIC


def test_every_public_table_has_an_enforced_contract(models: Mapping[str, Node]) -> None:
    enforced = {name for name, node in models.items() if node["contract"]["enforced"]}
    assert enforced == PUBLIC


def test_every_public_column_says_its_type_and_what_it_means(
    models: Mapping[str, Node],
) -> None:
    silent = [
        f"{name}.{column['name']}"
        for name in PUBLIC
        for column in models[name]["columns"].values()
        if not column["data_type"] or len(column["description"]) < 10
    ]
    assert silent == []


def test_every_description_of_a_model_ends_with_its_grain(models: Mapping[str, Node]) -> None:
    without = [
        name
        for name, node in models.items()
        if not node["description"].rsplit(". ", 1)[-1].rsplit("? ", 1)[-1].startswith("One row per")
        and "One row per" not in node["description"]
    ]
    assert without == []


def test_every_judgement_has_one_row_per_store_customer_and_as_of_date(
    models: Mapping[str, Node],
) -> None:
    for name in BY_CUSTOMER:
        assert list(models[name]["columns"])[:3] == ["store_id", "customer_id", "as_of_date"]


def test_every_seed_has_its_own_yml_and_describes_every_column(manifest: Manifest) -> None:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "seed":
            file = PROJECT / node["original_file_path"]
            header = file.read_text(encoding="utf-8").splitlines()[0].split(",")
            assert file.with_suffix(".yml").is_file()
            assert header == list(node["columns"])
            assert all(column["description"] for column in node["columns"].values())


def test_every_rule_has_its_labels_in_english_and_chinese(manifest: Manifest) -> None:
    labelled = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "seed" and {"label_en", "label_zh"} <= set(node["columns"])
    }
    assert labelled >= {
        "order_status_effects",
        "tier_labels",
        "rfm_fixed_bounds",
        "decision_roles",
        "key_account_weights",
        "key_account_reasons",
        "playbook_intents",
        "contact_channels",
        "portfolio_advices",
    }


def test_every_model_has_its_own_yml() -> None:
    files = [*(PROJECT / "models").rglob("*.sql")]
    assert len(files) > 20
    assert [file.name for file in files if not file.with_suffix(".yml").is_file()] == []


def test_every_macro_and_its_arguments_are_described(manifest: Manifest) -> None:
    silent = [
        macro["name"]
        for macro in manifest["macros"].values()
        if macro["package_name"] == "customer_tiers"
        and "__" not in macro["name"]
        and not macro["name"].startswith("test_")
        and (
            not macro["description"]
            or not all(argument["description"] for argument in macro["arguments"])
        )
    ]
    assert silent == []


def test_every_model_fits_a_screen() -> None:
    longest = {
        file.name: lines
        for file in (PROJECT / "models").rglob("*.sql")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 120
    }
    assert longest == {}


def test_names_tell_the_room(models: Mapping[str, Node]) -> None:
    for name, node in models.items():
        folders = Path(node["original_file_path"]).parts[1:-1]
        assert name.startswith("stg_") == (folders[0] == "staging")
        assert name.startswith("int_") == (folders[0] == "intermediate" or folders[-1] == "steps")
