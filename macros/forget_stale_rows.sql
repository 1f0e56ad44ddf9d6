{% macro forget_stale_rows() %}
    {%- if execute and is_incremental() and version_counts().stale -%}
        {{ return(adapter.dispatch('forget_stale_rows')()) }}
    {%- endif -%}
{% endmacro %}

{% macro duckdb__forget_stale_rows() -%}
    delete from {{ this }} where {{ held_version_column() }} not in ({{ wanted_versions() }})
{%- endmacro %}

{% macro spark__forget_stale_rows() -%}
    {%- if not can_replace_rows() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set query -%}
        select distinct cast(as_of_date as string) from {{ this }}
        where {{ held_version_column() }} not in ({{ wanted_versions() }})
    {%- endset -%}
    {%- set partitions = [] -%}
    {%- for date in run_query(query).columns[0].values() -%}
        {%- do partitions.append("partition (as_of_date = '" ~ date ~ "')") -%}
    {%- endfor -%}
    {%- if partitions -%}
        alter table {{ this }} drop if exists {{ partitions | join(', ') }}
    {%- endif -%}
{%- endmacro %}
