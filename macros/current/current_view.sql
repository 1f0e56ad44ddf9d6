{#- Beside each dated table a view `<table>_current` for BI: its newest date, with names
    and ranks of its labels, which are never null. A hook of all marts, since models of
    their own would take the build as long again. -#}
{% macro current_view() -%}
    {%- set newest = newest_date()
        if execute and has_current_view(model) and not var('only_plan', false) -%}
    {%- if newest -%}
        {%- set labels, codes = labels_of(model.columns), codes_of(model.columns) -%}
        {{ create_current_view(
            current_view_name(this),
            current_columns(labels, codes),
            rows_of_current_view(labels, codes, newest)
        ) }}
    {%- endif -%}
{%- endmacro %}

{#- With a contract its columns are known. -#}
{% macro has_current_view(node) %}
    {{ return('as_of_date' in node.columns and node.config.contract.enforced) }}
{% endmacro %}

{% macro current_view_name(table) %}
    {{ return(table.incorporate(
        path={'identifier': table.identifier ~ '_current'}, type='view'
    )) }}
{% endmacro %}

{% macro rows_of_current_view(labels, codes, newest) -%}
    from {{ this }} as dated
    {%- for column, label in labels.items() %}
    left join {{ relation_of_rules('tier_labels') }} as {{ column }}_names
        on
            {{ column }}_names.scheme = {{ label.scheme }}
            and {{ column }}_names.label = dated.{{ column }}
    {%- endfor %}
    {%- for column, code in codes.items() %}
    left join {{ relation_of_rules(code.seed) }} as {{ column }}_names
        on {{ column }}_names.{{ code.key }} = dated.{{ column }}
    {%- endfor %}
    where {{ is_newest_date('dated.as_of_date', newest) }}
{%- endmacro %}

{% macro create_current_view(view, columns, rows) -%}
    {{ adapter.dispatch('create_current_view')(view, columns, rows) }}
{%- endmacro %}

{% macro duckdb__create_current_view(view, columns, rows) -%}
    create or replace view {{ view }} as
    select
        {%- for name, column in columns.items() %}
        {{ column.expression }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    {{ rows }};
    comment on view {{ view }} is {{ text_literal(comment_of_current_view()) }};
    {%- for name, column in columns.items() %}
    comment on column {{ view }}.{{ name }} is {{ text_literal(column.comment) }};
    {%- endfor %}
    {#- Of a view that dbt is told to leave alone; see tier_explanations in dbt_project.yml. -#}
    {%- for column in model.columns.values()
        if model.config.materialized == 'view' and not config.persist_column_docs() %}
    comment on column {{ this }}.{{ column.name }} is {{ text_literal(column.description) }};
    {%- endfor %}
{%- endmacro %}

{% macro spark__create_current_view(view, columns, rows) -%}
    create or replace view {{ view }} (
        {%- for name, column in columns.items() %}
        {{ name }} comment {{ text_literal(column.comment) }}{{ ',' if not loop.last }}
        {%- endfor %}
    )
    comment {{ text_literal(comment_of_current_view()) }}
    as select
        {%- for name, column in columns.items() %}
        {{ column.expression }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    {{ rows }}
{%- endmacro %}

{% macro comment_of_current_view() -%}
    {{ model.description }} This view has only the newest as-of date.
{%- endmacro %}

{#- For is_whole: the view has all rows of the table at the newest date, each label with
    its names and rank. -#}
{% macro faults_of_current_view(table) -%}
    {%- for node in graph.get('nodes', {}).values()
        if execute and node.relation_name == table | string and has_current_view(node) %}
    {%- set newest = newest_date() %}
    union all
    select
        'the current view has other rows, or a label without a name' as fault,
        abs(counts.table_count - counts.view_count) as row_count
    from (
        select
            (
                select count(*) from {{ table }} where as_of_date = {{ newest }}
            ) as table_count,
            (
                select count(*) from {{ current_view_name(table) }}
                where as_of_date = {{ newest }}
                {%- for name, label in labels_of(node.columns).items() %}
                and {{ name }} is not null
                and {{ name }}_rank is not null
                {%- for language in languages_of_labels() %}
                and {{ label.prefix }}_{{ language }} is not null
                {%- endfor %}
                {%- endfor %}
            ) as view_count
    ) as counts
    where counts.table_count <> counts.view_count
    {%- endfor %}
{%- endmacro %}
