{% macro current_rules_version(seeds_hash) -%}
    md5(concat('{{ rules_fingerprint() }}', {{ seeds_hash }}))
{%- endmacro %}

{#- Everything besides the orders and the seeds' rows that decides a result: the models'
    SQL and all that it uses. -#}
{% macro rules_fingerprint() %}
    {{ return(local_md5(settings_fingerprint() ~ tojson(model_fingerprints(), sort_keys=true))) }}
{% endmacro %}

{% macro settings_fingerprint() %}
    {#- From the inputs, only what their rows don't show. -#}
    {%- set settings = [
        'order_grain=' ~ order_grain(),
        'status_level=' ~ status_level(),
        'order_columns=' ~ order_columns() | join(','),
        'has_discounts=' ~ is_column_given('orders', 'discount_amount'),
        'has_contacts=' ~ has_contacts()
    ] -%}
    {%- set switches = schemes().values() | selectattr('switch') | map(attribute='switch') -%}
    {%- for name in switches | list + [
        'reporting_currency', 'business_timezone', 'source_timezone', 'missing_texts',
        'earliest_credible_date', 'earliest_credible_birth_date',
        'history_grain', 'cohort_grain', 'window_days', 'rfm_bins', 'rfm_method',
        'rfm_window_days', 'rfm_value_cut', 'lifecycle_method', 'new_customer_days',
        'lapse_days', 'reactivation_days', 'own_gap_purchase_days', 'default_gap_days',
        'min_gap_days', 'max_gap_days',
        'use_purchase_habits', 'use_product_abc', 'use_next_categories',
        'use_acquisition_channels', 'use_care_calendar', 'use_customer_actions',
        'use_explanations', 'use_movement', 'use_tier_summary', 'use_reconciliation',
        'use_customer_experience',
        'recent_days', 'month_days', 'satisfied_rating', 'conversion_revenue_rise',
        'conversion_discount_fall', 'high_score', 'advocate_nps', 'min_need_ratio', 'max_need_ratio',
        'min_pair_support', 'care_calendar_days', 'key_account_revenue_share', 'key_account_min_index',
        'grade_growth_factor', 'max_next_categories', 'top_customer_share',
        'upper_customer_share', 'max_actions', 'use_forecasts', 'forecast_days',
        'forecast_origins', 'forecast_min_customers', 'forecast_sample_customers', 'forecast_min_orders',
        'yearly_discount_rate', 'lifetime_years'
    ] -%}
        {%- do settings.append(name ~ '=' ~ tojson(var(name), sort_keys=true)) -%}
    {%- endfor -%}
    {#- The graph has no macros. -#}
    {%- if execute -%}
        {%- for name, macro in context['customer_tiers'] | dictsort -%}
            {%- do settings.append(macro.macro.macro_sql) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(local_md5(settings | join(';'))) }}
{% endmacro %}

{#- A contract casts. -#}
{% macro model_fingerprints() %}
    {%- set models = {} -%}
    {%- for name, node in graph.get('nodes', {}).items() -%}
        {%- if node.resource_type == 'model' and node.package_name == 'customer_tiers' -%}
            {%- set text = [node.checksum.checksum] -%}
            {%- for column in node.columns.values() -%}
                {%- do text.append(column.name ~ ' ' ~ column.data_type) -%}
            {%- endfor -%}
            {%- do models.update({node.name: local_md5(text | join(';'))}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(models) }}
{% endmacro %}

{% macro rules_are_recorded() %}
    {%- set recorded = relation_of('int_rules_version') -%}
    {%- set query -%}
        select count(*) from {{ recorded }}
        where rules_version = {{ current_rules_version('seeds_hash') }}
    {%- endset -%}
    {{ return(recorded is not none and run_query(query).rows[0][0] > 0) }}
{% endmacro %}

{#- Null if there is no content. -#}
{% macro judged_by(rules_version, content) -%}
    md5({{ rules_version }} || ';' || {{ content }})
{%- endmacro %}

{% macro rows_hash(relation) -%}
    {{ adapter.dispatch('rows_hash')(relation) }}
{%- endmacro %}

{% macro duckdb__rows_hash(relation) -%}
    sum(hash({{ relation }}))
{%- endmacro %}

{#- xxhash64 skips nulls; in JSON each value keeps its name. -#}
{% macro spark__rows_hash(relation) -%}
    sum(cast(xxhash64(to_json(struct({{ relation }}.*))) as decimal(38, 0)))
{%- endmacro %}
