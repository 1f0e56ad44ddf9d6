{% macro join_cut(scheme, metric, name, day='as_of_date') -%}
    left join cuts as {{ name }}
        on
            facts.store_id = {{ name }}.store_id
            and facts.{{ day }} = {{ name }}.as_of_date
            and {{ name }}.scheme = '{{ scheme }}'
            and {{ name }}.metric = '{{ metric }}'
            and {{ meets_cut('facts.' ~ metric, name) }}
{%- endmacro %}

{% macro meets_cut(metric_value, cut) -%}
    {{ metric_value }} is not null
    and case
        when {{ cut }}.is_higher_better
            then
                coalesce({{ metric_value }} >= {{ cut }}.lower_bound, true)
                and coalesce({{ metric_value }} < {{ cut }}.upper_bound, true)
        else
            coalesce({{ metric_value }} > {{ cut }}.lower_bound, true)
            and coalesce({{ metric_value }} <= {{ cut }}.upper_bound, true)
    end
{%- endmacro %}

{#- All bounds of a scheme's scores in one row: one join in place of one for each score. -#}
{% macro bound_columns(scheme, metrics, last_level) -%}
    {%- for metric in metrics -%}
        {%- set outer_loop = loop -%}
        {%- for level in range(2, last_level + 1) -%}
        max(
            case
                when
                    scheme = '{{ scheme }}'
                    and metric = '{{ metric }}'
                    and level_rank = {{ level }}
                    then {{ 'upper_bound' if metric in falling_metrics() else 'lower_bound' }}
            end
        ) as {{ scheme }}_{{ metric }}_{{ level }}
        {{- ',
        ' if not (loop.last and outer_loop.last) }}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{#- Each bound that is met is a level more; a level that nobody can reach has none. -#}
{% macro level_reached(scheme, metric, last_level) -%}
    case when facts.purchase_day_count > 0 then 1
    {%- for level in range(2, last_level + 1) %}
        + case
            when
                facts.{{ metric }}
                {{ '<=' if metric in falling_metrics() else '>=' }}
                bounds.{{ scheme }}_{{ metric }}_{{ level }}
                then 1
            else 0
        end
    {%- endfor %}
    end
{%- endmacro %}

{% macro score_if_known(metric) -%}
    case
        when facts.{{ metric }} is not null and bounds.{{ metric }}_level_count > 0
            then {{ level_reached('value_type', metric, 5) }}
    end
{%- endmacro %}

{% macro known_or_worst(metric_value, is_higher_better) -%}
    coalesce(
        cast({{ metric_value }} as double),
        case when {{ is_higher_better }} then -{{ infinity() }} else {{ infinity() }} end
    )
{%- endmacro %}
